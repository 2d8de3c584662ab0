package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where the server was built, and how a JVM of it is started. scripts/bench tells by system properties.
///
/// @param home the folder with the README
public record Installation(Path home) {

    static Installation here() {
        return new Installation(Path.of(System.getProperty("bench.home", "..")).toAbsolutePath());
    }

    public Path scripts() {
        return home.resolve("scripts");
    }

    /// The server as scripts/run starts it, AOT cache included where there is one.
    public List<String> server(String... flags) {
        List<String> command = java(aotCache());
        command.addAll(List.of("-cp", target() + "/messenger.jar:" + target() + "/lib/*"));
        command.add("dev.messenger.server.Main");
        command.addAll(List.of(flags));
        return command;
    }

    /// The same without the AOT cache.
    public List<String> serverWithoutCache(String... flags) {
        List<String> command = server(flags);
        command.removeAll(aotCache());
        return command;
    }

    /// A program of the tests, by the JVM flags of the server.
    public List<String> tests(Class<?> program, String... arguments) {
        List<String> command = java(List.of());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + scripts().resolve("jvm.options"));
        command.addAll(options);
        return command;
    }

    /// As scripts/run has them (lib.sh).
    List<String> aotCache() {
        Path cache = target().resolve("messenger.aot");
        return hasAotCache() ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off") : List.of();
    }

    /// An empty file says that there could be none.
    boolean hasAotCache() {
        Path cache = target().resolve("messenger.aot");
        return Files.exists(cache) && cache.toFile().length() > 0;
    }

    private Path target() {
        return home.resolve("server/target");
    }

    /// The flags of jvm.options, and the cache.
    List<String> flags() throws IOException {
        try (Stream<String> lines = Files.lines(scripts().resolve("jvm.options"))) {
            return Stream.concat(
                            lines.map(String::strip)
                                    .filter(line -> !line.isEmpty() && !line.startsWith("#")),
                            hasAotCache() ? Stream.of("-XX:AOTCache") : Stream.of())
                    .toList();
        }
    }
}
