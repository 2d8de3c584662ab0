package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables that say which test holds which promise name tests and scripts that there are.
final class SecurityTablesTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*Test\\b");
    private static final Pattern SCRIPT = Pattern.compile("\\bscripts/[a-z][a-z.-]*[a-z]\\b");

    @Test
    void everyTestTheyNameExists() throws IOException {
        Set<String> tests = testClasses();

        assertThat(named(TEST))
                .hasSizeGreaterThan(20)
                .allSatisfy(it -> assertThat(tests).contains(it));
    }

    @Test
    void everyScriptTheyNameExists() throws IOException {
        assertThat(named(SCRIPT))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(HOME.resolve(it)).exists());
    }

    private static Set<String> named(Pattern pattern) throws IOException {
        Set<String> named = new TreeSet<>();
        for (String page : List.of("README.md", "server/SECURITY.md")) {
            pattern.matcher(Files.readString(HOME.resolve(page)))
                    .results()
                    .map(MatchResult::group)
                    .forEach(named::add);
        }
        return named;
    }

    private static Set<String> testClasses() throws IOException {
        Set<String> classes = new TreeSet<>();
        for (String module : List.of("protocol", "storage", "notify", "server")) {
            try (Stream<Path> sources = Files.walk(HOME.resolve(module + "/src/test/java"))) {
                classes.addAll(
                        sources.map(source -> source.getFileName().toString())
                                .filter(name -> name.endsWith(".java"))
                                .map(name -> name.substring(0, name.length() - ".java".length()))
                                .collect(Collectors.toSet()));
            }
        }
        return classes;
    }
}
