package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Failures that pass, failures that last, and credentials.
final class FirebaseRetriesTest extends WithFcmStub {

    @ParameterizedTest
    @CsvSource({
        "503, UNAVAILABLE",
        "500, INTERNAL",
        "429, QUOTA_EXCEEDED",
    })
    void aPassingFailureIsTriedAgainUntilDelivered(int status, String code) throws Exception {
        fcm.failing(status, code, "later").failing(status, code, "later");
        notifier.send(push("1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(id(fcm.take())).isEqualTo("1");
        }
        await(() -> notifier.waiting() == 0);
        notifier.close();

        assertThat(fcm.untaken()).isZero();
        assertThat(log.lines()).noneMatch(line -> line.startsWith("event="));
    }

    @Test
    void anAnswerThatIsNotJsonIsTriedAgain() throws Exception {
        fcm.answering(502, "<html>Bad Gateway</html>").answering(503, "");
        notifier.send(push("1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            fcm.take();
        }
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines()).noneMatch(line -> line.startsWith("event="));
    }

    @ParameterizedTest
    @CsvSource({"500, INTERNAL", "503, UNAVAILABLE", "429, QUOTA_EXCEEDED"})
    void aLastingFailureIsGivenUpAfterTheLastAttempt(int status, String code) throws Exception {
        for (int attempt = 1; attempt <= 5; attempt++) {
            fcm.failing(status, code, "down");
        }
        notifier.send(push("1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            fcm.take();
        }
        await(() -> notifier.waiting() == 0);
        notifier.close();

        assertThat(fcm.untaken()).isZero();
        assertThat(notifier.numbers()).isEqualTo(new PushNumbers(0, 0, 1, 0, 2, 0));
        assertThat(log.lines())
                .contains("event=push_failed reason=" + code + " attempts=3 chat=17 message=1");
    }

    @Test
    void retryAfterIsWaitedFor() throws Exception {
        fcm.failing(503, "UNAVAILABLE", "later", "Retry-After", "1");
        notifier.send(push("1"));

        long first = fcm.take().nanoTime();
        long second = fcm.take().nanoTime();
        assertThat(Duration.ofNanos(second - first)).isBetween(Duration.ofSeconds(1), LONG);
    }

    @Test
    void aRetryAfterBeyondOurPatienceGivesUp() throws Exception {
        fcm.failing(429, "QUOTA_EXCEEDED", "later", "Retry-After", "3600");
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines())
                .contains("event=push_failed reason=QUOTA_EXCEEDED attempts=1 chat=17 message=1");
    }

    @Test
    void aPushThatWaitsForItsRetryOccupiesNoWorker() throws Exception {
        Retries slow = new Retries(3, LONG, LONG, LONG, LONG.multipliedBy(10));
        reopen(forgotten::add, settings(slow, 1));
        fcm.failing(503, "UNAVAILABLE", "later");
        notifier.send(push("1"));
        notifier.send(push("2"));

        fcm.take();
        fcm.take();
        await(() -> notifier.waiting() == 1); // one delivered, one waits; the only worker is free
        notifier.send(push("3"));
        assertThat(id(fcm.take())).isEqualTo("3");
    }

    @Test
    void aFailingTokenEndpointIsTriedAgain() throws Exception {
        fcm.answeringForTokens(503, "{}").answeringForTokens(500, "{}");
        notifier.send(push("1"));

        assertThat(id(fcm.take())).isEqualTo("1");
        assertThat(fcm.tokensAsked()).isEqualTo(3);
    }

    @Test
    void refusedCredentialsAreNotTriedAgain() throws Exception {
        fcm.answeringForTokens(400, "{\"error\":\"invalid_grant\"}");
        notifier.send(push("1"));
        await(() -> notifier.waiting() == 0);

        assertThat(fcm.tokensAsked()).isEqualTo(1);
        assertThat(log.lines())
                .contains(
                        "event=push_failed reason=CREDENTIALS_REFUSED attempts=1 chat=17"
                                + " message=1");
    }

    @Test
    void anExpiredAccessTokenIsRenewed() throws Exception {
        fcm.answering(401, "{\"error\":{\"status\":\"UNAUTHENTICATED\"}}");
        notifier.send(push("1"));
        fcm.take();
        fcm.take();
        await(() -> notifier.waiting() == 0);

        assertThat(fcm.tokensAsked()).isEqualTo(2);
    }

    @Test
    void anUnreachableFcmIsGivenUpAfterTheLastAttempt() throws Exception {
        fcm.close();
        notifier.send(push("1"));
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines())
                .anyMatch(
                        line ->
                                line.matches(
                                        "event=push_failed reason=\\w+ attempts=3 .* message=1"));
    }
}
