package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The chat page, in Debian's Chromium, as people use it; see `src/test/js/pages`. Pictures of what it
/// looked like are left in `target/screenshots`.
@ExtendWith(SharedServer.class)
@Timeout(300)
final class ChatPageTest {

    private final TestServer server;

    ChatPageTest(TestServer server) {
        this.server = server;
    }

    @Test
    void twoPeopleChatAndARevokedSessionIsSignedOut() throws IOException, InterruptedException {
        play("chat-story");
    }

    @Test
    void whatIsWrittenOfflineIsSentOnce() throws IOException, InterruptedException {
        play("chat-offline");
    }

    @Test
    void aLongHistoryStaysWhereItIsReadWhileMoreComes() throws IOException, InterruptedException {
        play("chat-history");
    }

    @Test
    void filesArePastedDroppedAndDownloadedAndAPictureIsCropped()
            throws IOException, InterruptedException {
        play("chat-files");
    }

    @Test
    void keysAloneWillDoAndWhoLooksElsewhereIsTold() throws IOException, InterruptedException {
        play("chat-keys");
    }

    @Test
    void everyViewIsAccessibleAndFitsANarrowPhone() throws IOException, InterruptedException {
        play("chat-access");
    }

    @Test
    void theFirstViewIsSmallAndSoonUsable() throws IOException, InterruptedException {
        play("chat-first-view");
    }

    @Test
    void markupIsShownAndNeverRun() throws IOException, InterruptedException {
        play("chat-markup");
    }

    private void play(String story) throws IOException, InterruptedException {
        assertThat(NodeScript.play("pages/" + story + ".mjs", server))
                .last()
                .asString()
                .contains("\"done\"");
    }
}
