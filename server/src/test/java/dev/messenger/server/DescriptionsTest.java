package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the server tells of its API, against validators that are not ours and against what it does: all
/// golden transcripts are replayed, as a client's author would.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class DescriptionsTest {

    private final TestServer server;

    DescriptionsTest(TestServer server) {
        this.server = server;
    }

    @Test
    void descriptionsAreValidAndTheTranscriptsComeTrueAsDescribed()
            throws IOException, InterruptedException {
        assertThat(NodeScript.play("descriptions.mjs", server)).last().asString().contains("done");
    }
}
