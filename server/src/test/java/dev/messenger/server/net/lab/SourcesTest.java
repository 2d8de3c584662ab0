package dev.messenger.server.net.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where classes stand in their source.
final class SourcesTest {

    @Test
    void everyClassOfNetHasItsSourceAndItsMethodsStandWithinIt() throws IOException {
        Path sources = Path.of("src/main/java/dev/messenger/server/net");
        List<String> names;
        try (Stream<Path> files = Files.walk(sources)) {
            names =
                    files.map(Path::toString)
                            .filter(it -> it.endsWith(".java") && !it.contains("package-info"))
                            .map(it -> it.substring("src/main/java/".length(), it.length() - 5))
                            .map(it -> it.replace('/', '.'))
                            .toList();
        }
        assertThat(names).hasSizeGreaterThan(50);
        for (String name : names) {
            LabApi.Source source = Sources.of(name);
            List<String> lines = source.text().lines().toList();
            String simple = name.substring(name.lastIndexOf('.') + 1);
            assertThat(lines.get(source.from() - 1)).contains(" " + simple);
            assertThat(lines.get(source.to() - 1)).as(name).endsWith("}");
            assertThat(source.methods())
                    .as(name)
                    .allMatch(it -> source.from() <= it.from() && it.to() <= source.to());
        }
    }

    @Test
    void aNestedClassStandsInsideItsOuterOnesFile() {
        LabApi.Source source = Sources.of("dev.messenger.server.net.HttpHandler$Service");
        List<String> lines = source.text().lines().toList();
        assertThat(source.file()).isEqualTo("dev/messenger/server/net/HttpHandler.java");
        assertThat(lines.get(source.from() - 1)).isEqualTo("    record Service(");
        assertThat(source.to()).isGreaterThan(source.from());
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void everyStageNamesAClassOfOursThatCanBeReadOrOneOfNettys(Stage stage) {
        if (stage.where().startsWith("dev.messenger")) {
            assertThat(Sources.of(stage.where()).text()).startsWith("package dev.messenger");
        } else {
            assertThat(stage.where()).startsWith("io.netty.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.String",
                "io.netty.channel.Channel",
                "dev.messenger.Nothing",
                "dev.messenger/../../etc",
                "",
                "dev.messenger"
            })
    void whatIsNoClassOfOursHasNone(String name) {
        assertThatThrownBy(() -> Sources.of(name)).isInstanceOf(Rejected.class);
    }
}
