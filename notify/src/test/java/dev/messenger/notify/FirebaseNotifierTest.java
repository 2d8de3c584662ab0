package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.messenger.notify.FcmStub.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The real SDK, from `send` to the bytes on a socket.
@Timeout(60)
final class FirebaseNotifierTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Retries FAST = new Retries(3, SHORT, SHORT, SHORT, LONG);

    private final BlockingQueue<String> forgotten = new LinkedBlockingQueue<>();
    private final LogLines log = new LogLines();
    private FcmStub fcm;
    private FirebaseNotifier notifier;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        fcm = new FcmStub();
        Path file = Keys.write(directory, Keys.json(fcm.uri()).toString());
        FirebaseSettings settings =
                new FirebaseSettings(fcm.uri(), FAST, 100, 4, Duration.ofSeconds(10), LONG);
        notifier = FirebaseNotifier.open(file, forgotten::add, settings);
    }

    private FirebaseNotifier reopen(FirebaseSettings settings, Path directory) throws IOException {
        notifier.close();
        Path file = Keys.write(directory, Keys.json(fcm.uri()).toString());
        notifier = FirebaseNotifier.open(file, forgotten::add, settings);
        return notifier;
    }

    @AfterEach
    void close() {
        fcm.close();
        notifier.close();
        log.close();
    }

    private static PushMessage push(String id) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("content", "Hi \"Bob\" 👋");
        data.put("file", "");
        data.put("chat_id", "17");
        data.put("message_id", id);
        return new PushMessage("device-token", "Ann", "Hi \"Bob\" 👋", data);
    }

    private static String id(Received push) {
        return push.message().getAsJsonObject("data").get("message_id").getAsString();
    }

    @Test
    void aPushOnTheWireIsWhatWireSays() throws Exception {
        notifier.send(push("9001"));

        Received push = fcm.take();
        assertThat(push.method()).isEqualTo("POST");
        assertThat(push.path()).isEqualTo("/v1/projects/demo/messages:send");
        assertThat(push.authorization()).isEqualTo("Bearer access-1");
        assertThat(JsonParser.parseString(push.json()))
                .isEqualTo(
                        JsonParser.parseString(
                                """
                                {"message": {
                                  "token": "device-token",
                                  "notification": {"title": "Ann", "body": "Hi \\"Bob\\" 👋"},
                                  "data": {
                                    "content": "Hi \\"Bob\\" 👋",
                                    "file": "",
                                    "chat_id": "17",
                                    "message_id": "9001"}}}
                                """));
    }

    @Test
    void aLongPushFitsAsTheSdkWritesIt() throws Exception {
        String text = "\"\u2028\u0001\n👋é<&='/".repeat(1_000);
        PushMessage push = new PushMessage("t", "Ann", text, Map.of("content", text));
        notifier.send(push);

        Received received = fcm.take();
        int bytes = received.json().getBytes(StandardCharsets.UTF_8).length;
        int envelope =
                "{'message':{'data':,'notification':,'token':'t'},'validate_only':false}".length();
        assertThat(bytes).isBetween(Payload.LIMIT - 40, Payload.LIMIT + envelope);
        PushMessage fitted = Payload.fit(push);
        assertThat(received.message().getAsJsonObject("notification").get("body").getAsString())
                .isEqualTo(fitted.body());
        assertThat(received.message().getAsJsonObject("data").get("content").getAsString())
                .isEqualTo(fitted.datum("content"));
    }

    @Test
    void aDeliveredPushIsSentOnceAndLeavesTheQueue() throws Exception {
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);
        notifier.close();

        assertThat(fcm.untaken()).isZero();
        assertThat(forgotten).isEmpty();
    }

    @Test
    void oneAccessTokenServesManyPushes() throws Exception {
        for (int i = 0; i < 20; i++) {
            notifier.send(push("" + i));
        }
        for (int i = 0; i < 20; i++) {
            fcm.take();
        }

        assertThat(fcm.tokensAsked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "404, UNREGISTERED,       Requested entity was not found.",
        "403, SENDER_ID_MISMATCH, SenderId mismatch",
        "400, INVALID_ARGUMENT,   The registration token is not a valid FCM registration token",
    })
    void aDeadTokenIsForgottenAndNotTriedAgain(int status, String code, String message)
            throws Exception {
        fcm.failing(status, code, message);
        notifier.send(push("1"));

        assertThat(forgotten.poll(10, TimeUnit.SECONDS)).isEqualTo("device-token");
        notifier.close();
        fcm.take();
        assertThat(fcm.untaken()).isZero();
        assertThat(log.lines())
                .contains("event=push_token_dead reason=" + code + " chat=17 message=1");
    }

    @Test
    void anInvalidArgumentOfOursForgetsNoToken() throws Exception {
        fcm.failing(400, "INVALID_ARGUMENT", "Android message is too big");
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);

        assertThat(forgotten).isEmpty();
        assertThat(fcm.untaken()).isZero();
        assertThat(log.lines())
                .contains("event=push_failed reason=INVALID_ARGUMENT attempts=1 chat=17 message=1");
    }

    @Test
    void aFaultInForgettingHarmsNoOtherPush(@TempDir Path directory) throws Exception {
        notifier.close();
        Path file = Keys.write(directory, Keys.json(fcm.uri()).toString());
        FirebaseSettings settings =
                new FirebaseSettings(fcm.uri(), FAST, 1, 1, Duration.ofSeconds(10), LONG);
        notifier =
                FirebaseNotifier.open(
                        file,
                        token -> {
                            throw new IllegalStateException("database is away");
                        },
                        settings);
        fcm.failing(404, "UNREGISTERED", "Requested entity was not found.");
        notifier.send(push("1"));
        fcm.take();
        await(() -> notifier.waiting() == 0);
        notifier.send(push("2"));

        assertThat(id(fcm.take())).isEqualTo("2");
        assertThat(log.lines()).contains("event=push_fault chat=17 message=1");
    }

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
    void aPushThatWaitsForItsRetryOccupiesNoWorker(@TempDir Path directory) throws Exception {
        Retries slow = new Retries(3, LONG, LONG, LONG, LONG.multipliedBy(10));
        reopen(
                new FirebaseSettings(fcm.uri(), slow, 100, 1, Duration.ofSeconds(10), LONG),
                directory);
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

    @Test
    void anAnswerThatNeverComesEndsWithTheTimeout(@TempDir Path directory) throws Exception {
        reopen(
                new FirebaseSettings(fcm.uri(), FAST, 100, 1, Duration.ofMillis(300), LONG),
                directory);
        fcm.hang();
        notifier.send(push("1"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            fcm.take();
        }
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines())
                .contains(
                        "event=push_failed reason=HttpTimeoutException attempts=3 chat=17 message=1");
    }

    @Test
    void sendReturnsAtOnceAndTheQueueStaysBoundedWhileFcmHangs() throws Exception {
        fcm.hang();
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            notifier.send(push("" + i));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isLessThan(Duration.ofSeconds(5)); // FCM answers nobody meanwhile
        assertThat(notifier.waiting()).isEqualTo(100);
        assertThat(notifier.dropped()).isEqualTo(900);
        assertThat(log.lines()).filteredOn(line -> line.startsWith("event=")).hasSize(1);
        for (int i = 0; i < 4; i++) {
            fcm.take();
        }

        fcm.open();
        for (int i = 4; i < 100; i++) {
            fcm.take();
        }
        await(() -> notifier.waiting() == 0);
        notifier.send(push("1000"));
        assertThat(id(fcm.take())).isEqualTo("1000");
        assertThat(log.lines()).contains("event=push_queue_eased dropped_in_all=900");
    }

    @Test
    void noMoreThanTheAllowedRequestsAreUnderWayAtOnce() throws Exception {
        fcm.hang();
        for (int i = 0; i < 10; i++) {
            notifier.send(push("" + i));
        }
        for (int i = 0; i < 4; i++) {
            fcm.take();
        }
        assertThat(fcm.untaken()).isZero();

        fcm.answering(200, "{\"name\":\"1\"}");
        fcm.open();
        for (int i = 4; i < 10; i++) {
            fcm.take();
        }
    }

    @Test
    void closeLetsWhatIsDueGoOut() throws Exception {
        for (int i = 0; i < 50; i++) {
            notifier.send(push("" + i));
        }
        notifier.close();

        assertThat(fcm.untaken()).isEqualTo(50);
        notifier.send(push("51"));
        notifier.close();
        assertThat(fcm.untaken()).isEqualTo(50);
    }

    @Test
    void closeIsBoundedWhileFcmHangsAndLeavesNoThread(@TempDir Path directory) throws Exception {
        reopen(
                new FirebaseSettings(fcm.uri(), FAST, 100, 2, LONG, Duration.ofMillis(50)),
                directory);
        fcm.hang();
        for (int i = 0; i < 10; i++) {
            notifier.send(push("" + i));
        }
        fcm.take();
        fcm.take();
        long start = System.nanoTime();
        notifier.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(log.lines()).contains("event=push_closed abandoned=8");
        await(
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(FirebaseNotifierTest::isOfPushing));
    }

    private static boolean isOfPushing(Thread thread) {
        String name = thread.getName();
        return name.startsWith("HttpClient-")
                || name.startsWith("firebase")
                || name.startsWith("httpclient-");
    }

    @Test
    void logsShowNeitherTokensNorText() throws Exception {
        fcm.failing(404, "UNREGISTERED", "device-token")
                .failing(400, "INVALID_ARGUMENT", "Hi")
                .failing(500, "INTERNAL", "device-token");
        for (int i = 0; i < 3; i++) {
            notifier.send(push("" + i));
        }
        await(() -> notifier.waiting() == 0);

        assertThat(log.lines())
                .isNotEmpty()
                .noneMatch(line -> line.contains("device-token"))
                .noneMatch(line -> line.contains("access-1"))
                .noneMatch(line -> line.contains("Hi "));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 10 s").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
