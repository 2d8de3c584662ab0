package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page that shows the API and lets it be tried, in a browser.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class DocsPageTest {

    private final TestServer server;

    DocsPageTest(TestServer server) {
        this.server = server;
    }

    @Test
    void theApiIsShownAndCanBeTried() throws IOException, InterruptedException {
        assertThat(NodeScript.play("pages/docs.mjs", server)).last().asString().contains("done");
    }
}
