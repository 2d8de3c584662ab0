package dev.messenger.server;

import dev.messenger.server.net.Network;
import dev.messenger.server.net.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /// A number of bytes, plain or with a unit.
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("(?i)(\\d{1,15})([KMGT]iB|)");
        private static final String UNITS = "kmgt";

        @Override
        public Long convert(String value) {
            Matcher size = SIZE.matcher(value);
            if (size.matches()) {
                String unit = size.group(2).toLowerCase(Locale.ROOT);
                int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit.charAt(0)) + 1);
                long number = Long.parseLong(size.group(1));
                if (number <= Long.MAX_VALUE >> shift) {
                    return number << shift;
                }
            }
            throw expected(value, "bytes, such as 500MiB or 10GiB");
        }
    }

    static final class DrainTime implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return Duration.ofSeconds(number(value, 0, 600, "seconds"));
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

    static final class TransportName implements ITypeConverter<Transport> {
        @Override
        public Transport convert(String value) {
            return named(Transport.class, value);
        }
    }

    static final class OnOff implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "on", "true" -> true;
                case "off", "false" -> false;
                default -> throw expected(value, "on, off");
            };
        }
    }

    static final class WebOrigin implements ITypeConverter<String> {
        private static final Pattern ORIGIN = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://[^/?#\\s]+");

        @Override
        public String convert(String value) {
            if (!ORIGIN.matcher(value).matches()) {
                throw expected(value, "an origin such as https://chat.example, no path");
            }
            return value;
        }
    }

    static final class Cidr implements ITypeConverter<Network> {
        @Override
        public Network convert(String value) {
            try {
                return Network.parse(value);
            } catch (IllegalArgumentException e) {
                throw expected(value, "a network such as 10.0.0.0/8");
            }
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
