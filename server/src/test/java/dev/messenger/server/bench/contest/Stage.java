package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All that contenders share: the server, a directory, and ways to start other programs.
///
/// Opened and closed on the main thread; closing it stops what was started here and deletes the
/// directory.
public final class Stage implements AutoCloseable {

    private final Installation installation = Installation.here();
    private final Path directory;
    private final Path outputs;
    private final Effort effort;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private final List<Server> servers = new ArrayList<>();
    private int programs;

    private Stage(Path directory, Path outputs, Effort effort) {
        this.directory = directory;
        this.outputs = outputs;
        this.effort = effort;
    }

    /// @param outputs where what programs print is kept; what earlier ones printed there is deleted
    public static Stage open(Path outputs, Effort effort) throws IOException {
        Files.createDirectories(outputs);
        try (var old = Files.newDirectoryStream(outputs, "[0-9][0-9]-*.log")) {
            for (Path log : old) {
                Files.delete(log);
            }
        }
        return new Stage(Files.createTempDirectory("messenger-bench"), outputs, effort);
    }

    /// The one server, started when it is first asked for. Its data are thrown away.
    public Server server() throws IOException {
        return servers.isEmpty() ? another("server") : servers.getFirst();
    }

    /// A further server, with flags besides those that all have. Whoever asks may close it before the
    /// stage does.
    public Server another(String name, String... flags) throws IOException {
        Server server = Server.start(installation, directory.resolve(name), log(name), flags);
        servers.add(server);
        return server;
    }

    /// What the PostgreSQL of each server has used so far.
    List<Consumption> databases() {
        return servers.stream().map(Server::database).toList();
    }

    /// What went wrong in a server and was logged, a line each.
    public List<String> errors() throws IOException {
        List<String> errors = new ArrayList<>();
        for (Server server : servers) {
            errors.addAll(server.program().errors());
        }
        return errors;
    }

    /// What several workloads share, such as the people they are about, made by the first that asks.
    public <T> T shared(Class<T> kind, Callable<T> maker) throws Exception {
        Object made = shared.get(kind);
        if (made == null) {
            made = maker.call();
            shared.put(kind, made);
        }
        return kind.cast(made);
    }

    public Installation installation() {
        return installation;
    }

    /// Deleted at the end.
    public Path directory() {
        return directory;
    }

    /// What was asked for on the command line.
    public Effort effort() {
        return effort;
    }

    /// A file, kept with the report, for what a program prints.
    public Path log(String name) {
        return outputs.resolve("%02d-%s.log".formatted(++programs, name));
    }

    /// Starts a program of the test sources, such as a limit to compare with, by the JVM flags of the
    /// server. It has to print `Listening on PORT`.
    public Program tests(Class<?> program, String... arguments) throws IOException {
        return start(
                installation.tests(program, arguments),
                program.getSimpleName(),
                Pattern.compile("^Listening on (\\d+)$"));
    }

    public Program start(List<String> command, String name, Pattern ready) throws IOException {
        return Program.start(command, Map.of(), log(name), ready);
    }

    @Override
    public void close() throws IOException {
        for (Server server : servers.reversed()) {
            server.close();
        }
        try (Stream<Path> left = Files.walk(directory)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
