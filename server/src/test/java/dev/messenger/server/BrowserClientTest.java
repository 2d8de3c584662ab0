package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The module that browsers speak to the server with, in Node: what it promises is in the scripts, a test
/// a promise.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class BrowserClientTest {

    private final TestServer server;

    BrowserClientTest(TestServer server) {
        this.server = server;
    }

    @Test
    void theClientLosesNothingAndSendsNothingTwice() throws IOException, InterruptedException {
        assertThat(NodeScript.play("client.mjs", server)).contains("# fail 0");
    }

    @Test
    void theClientComesBackAsEachCloseCodeAsks() throws IOException, InterruptedException {
        assertThat(NodeScript.play("connection.mjs", server)).contains("# fail 0");
    }
}
