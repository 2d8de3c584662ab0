package dev.messenger.server.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.ObjLongConsumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

final class DriveTest {

    /// What is done at its beginning is done within it, however busy the machine.
    private static final Duration TIME = Duration.ofSeconds(1);

    @Test
    void whoRefusesInAClosedLoopIsNotMeasured() throws SSLException {
        try (Client client = new Client(0)) {
            Drive closedLoop = Drive.keeping(1);
            Load refused = new Once((score, due) -> score.refused(due, "unavailable"));
            assertThatThrownBy(() -> closedLoop.drive(client, refused, TIME))
                    .hasMessageContaining("unavailable=1");

            Load answered = new Once(Score::answered);
            assertThat(closedLoop.drive(client, answered, TIME).answers().count()).isOne();
        }
    }

    /// Does one thing as soon as it is kept busy.
    private static final class Once implements Load {
        private final ObjLongConsumer<Score> outcome;
        private Score score = Score.none();

        Once(ObjLongConsumer<Score> outcome) {
            this.outcome = outcome;
        }

        @Override
        public void send(long due) {
            score.sent(due);
            outcome.accept(score, due);
        }

        @Override
        public void keep(int unanswered) {
            if (unanswered > 0) {
                send(System.nanoTime());
            }
        }

        @Override
        public void countIn(Score score) {
            this.score = score;
        }
    }
}
