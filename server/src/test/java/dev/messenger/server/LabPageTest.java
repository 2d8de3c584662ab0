package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The lab's page, in Debian's Chromium, as a learner uses it; see `src/test/js/pages`. Pictures of what
/// it looked like are left in `target/screenshots`.
@ExtendWith(SharedServer.class)
@Timeout(300)
final class LabPageTest {

    private final TestServer server;

    LabPageTest(TestServer server) {
        this.server = server;
    }

    @Test
    void bytesAreDecodedAndLessonsJudgedAsTheRfcsSay() throws IOException, InterruptedException {
        assertThat(NodeScript.play("lab-decode.mjs", server)).contains("# fail 0");
        assertThat(NodeScript.play("lab-page.mjs", server)).contains("# fail 0");
    }

    @Test
    void aMessageIsFollowedThroughEveryStageToItsPeer() throws IOException, InterruptedException {
        play("lab-follow");
    }

    @Test
    void eachFaultsPromiseHoldsOnScreen() throws IOException, InterruptedException {
        play("lab-faults");
    }

    @Test
    void everyLessonCanBeCompleted() throws IOException, InterruptedException {
        play("lab-lessons");
    }

    @Test
    void everyViewIsAccessibleAndFitsANarrowPhone() throws IOException, InterruptedException {
        play("lab-access");
    }

    private void play(String story) throws IOException, InterruptedException {
        assertThat(NodeScript.play("pages/" + story + ".mjs", server))
                .last()
                .asString()
                .contains("\"done\"");
    }
}
