package dev.messenger.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.event.Level;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What the values of [Flags] may be; each refusal says what was expected.
final class FlagValues {

    private FlagValues() {}

    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, 65_535, "a port");
        }
    }

    static final class BcryptCost implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 4, 16, "a cost");
        }
    }

    static final class LimitsName implements ITypeConverter<Config.Limits> {
        @Override
        public Config.Limits convert(String value) {
            return named(Config.Limits.class, value);
        }
    }

    static final class LevelName implements ITypeConverter<Level> {
        @Override
        public Level convert(String value) {
            return named(Level.class, value);
        }
    }

    static final class ReadableFile implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            Path file = Path.of(value);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw expected(value, "a readable file");
            }
            return file.toAbsolutePath().normalize();
        }
    }

    static final class DatabaseUrl implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.startsWith("jdbc:postgresql:")) {
                // The value is not repeated: it may hold a password.
                throw new TypeConversionException("(expected: jdbc:postgresql://HOST:PORT/NAME)");
            }
            return value;
        }
    }

    private static TypeConversionException expected(String value, String what) {
        return new TypeConversionException("'" + value + "' (expected: " + what + ")");
    }

    private static int number(String value, int low, int high, String what) {
        try {
            int number = Integer.parseInt(value);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw expected(value, what + " from " + low + " to " + high);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> expected(value, names(type.getEnumConstants())));
    }

    private static String names(Enum<?>[] constants) {
        return String.join(
                ", ",
                Arrays.stream(constants)
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
