package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.Path;

/// A server in a JVM of its own that opens the embedded database of a directory, for tests to kill.
final class OtherServer implements AutoCloseable {
    private static final String READY = "ready ";
    private static final String REFUSED = "refused ";

    private final Process process;

    private OtherServer(Process process) {
        this.process = process;
    }

    static OtherServer start(Path dataDirectory) throws IOException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return new OtherServer(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                classPath,
                                OtherServer.class.getName(),
                                dataDirectory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /// What became of its attempt: `ready` and the URL, or `refused` and the sentence.
    String awaitAnswer() throws IOException {
        var lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY) || line.startsWith(REFUSED)) {
                return line;
            }
        }
        throw new IllegalStateException("the other server ended without an answer");
    }

    /// As `kill -9`: nothing of its own runs any more.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        try {
            EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(arguments[0]));
            System.out.println(READY + database.jdbcUrl());
            while (System.in.read() >= 0) {
                // Serves until the test that started it has ended.
            }
            database.close();
        } catch (DatabaseUnavailable refused) {
            System.out.println(REFUSED + refused.getMessage());
        }
    }
}
