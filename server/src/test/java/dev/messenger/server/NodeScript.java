package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A script in `src/test/js`, played by Node with the npm package `ws` against a server.
final class NodeScript {

    private static final Path SCRIPTS = Path.of("src/test/js").toAbsolutePath();

    /// The longest scripts look at a page in many views, on a machine that may be busy.
    private static final long PATIENCE_SECONDS = 180;

    private NodeScript() {}

    /// Expects the script to end well.
    ///
    /// @return what it printed, line by line
    static List<String> play(String script, TestServer server)
            throws IOException, InterruptedException {
        assertThat(SCRIPTS.resolve("node_modules/ws"))
                .as("the npm package ws, which scripts/test installs (npm ci in %s)", SCRIPTS)
                .isDirectory();
        Path printed = Files.createTempFile("node", ".out");
        var builder =
                new ProcessBuilder("node", script, "https://127.0.0.1:" + server.port())
                        .directory(SCRIPTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile());
        builder.environment().put("NODE_EXTRA_CA_CERTS", server.certificate().toString());
        Process node = builder.start();
        try {
            boolean ended = node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String output = Files.readString(printed);
            assertThat(ended).as("%s ends; it printed:%n%s", script, output).isTrue();
            assertThat(node.exitValue()).as("%s printed:%n%s", script, output).isZero();
            return output.lines().toList();
        } finally {
            node.destroyForcibly();
            Files.delete(printed);
        }
    }
}
