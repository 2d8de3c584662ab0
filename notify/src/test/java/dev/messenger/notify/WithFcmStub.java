package dev.messenger.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.notify.FcmStub.Received;
import java.io.IOException;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the tests of [FirebaseNotifier] share: the real SDK, from `send` to the bytes on a socket,
/// and a stub at the other end.
@Timeout(60)
abstract class WithFcmStub {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(5);
    static final Retries FAST = new Retries(3, SHORT, SHORT, SHORT, LONG);

    final BlockingQueue<String> forgotten = new LinkedBlockingQueue<>();
    final LogLines log = new LogLines();
    FcmStub fcm;
    FirebaseNotifier notifier;

    @TempDir private Path directory;

    @BeforeEach
    void open() throws IOException {
        fcm = new FcmStub();
        notifier = FirebaseNotifier.open(credentials(), forgotten::add, settings(FAST, 4));
    }

    @AfterEach
    void close() {
        fcm.close();
        notifier.close();
        log.close();
    }

    final void reopen(DeadTokens deadTokens, FirebaseSettings settings) throws IOException {
        notifier.close();
        notifier = FirebaseNotifier.open(credentials(), deadTokens, settings);
    }

    final FirebaseSettings settings(Retries retries, int concurrency) {
        return settings(retries, concurrency, Duration.ofSeconds(10), LONG);
    }

    final FirebaseSettings settings(
            Retries retries, int concurrency, Duration timeout, Duration closeWithin) {
        return new FirebaseSettings(fcm.uri(), retries, 100, concurrency, timeout, closeWithin);
    }

    private Path credentials() throws IOException {
        return Keys.write(directory, Keys.json(fcm.uri()).toString());
    }

    static PushMessage push(String id) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("content", "Hi \"Bob\" 👋");
        data.put("file", "");
        data.put("chat_id", "17");
        data.put("message_id", id);
        return new PushMessage("device-token", "Ann", "Hi \"Bob\" 👋", data, 3);
    }

    static String id(Received push) {
        return push.message().getAsJsonObject("data").get("message_id").getAsString();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 10 s").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
