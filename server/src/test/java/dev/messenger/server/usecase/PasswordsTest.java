package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
final class PasswordsTest {

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    private final CountDownLatch busy = new CountDownLatch(1);

    @Test
    void fullQueueRefusesAtOnce() {
        try (Passwords passwords = new Passwords(4, pool)) {
            occupy();
            pool.execute(() -> {});
            Rejected refusal =
                    catchThrowableOfType(Rejected.class, () -> passwords.hash("12345678"));
            busy.countDown();
            assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(2));
            assertThat(passwords.numbers().refused()).isEqualTo(1);
        }
    }

    @Test
    void thoseWhoStillWaitAtTheEndAreRefusedRatherThanForgotten() throws Exception {
        Passwords passwords = new Passwords(4, pool);
        occupy();
        CompletableFuture<Rejected> waiting = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        waiting.complete(
                                                catchThrowableOfType(
                                                        Rejected.class,
                                                        () -> passwords.hash("12345678"))));
        while (pool.getQueue().isEmpty()) {
            Thread.onSpinWait();
        }
        passwords.close();
        assertThat(waiting.get().reason()).isEqualTo(Reason.OVERLOADED);
        caller.join();
    }

    @Test
    void bytesAfterThe72ndDoNotCount() {
        try (Passwords passwords = new Passwords(4)) {
            String hash = passwords.hash("é".repeat(36) + "x");
            assertThat(passwords.matches("é".repeat(36) + "y", hash)).isTrue();
            assertThat(passwords.matches("é".repeat(35) + "xx", hash)).isFalse();
        }
    }

    @Test
    void whatIsNoHashMatchesNothing() {
        try (Passwords passwords = new Passwords(4)) {
            assertThat(passwords.matches("12345678", "plain")).isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsThreadsGiveWayToAllOthers() throws Exception {
        try (Passwords passwords = new Passwords(4)) {
            passwords.hash("12345678");
            int ours = niceness(Path.of("/proc/thread-self"));
            assertThat(ofItsThreads(PasswordsTest::niceness))
                    .isNotEmpty()
                    .allSatisfy(theirs -> assertThat(theirs).isGreaterThan(ours));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void othersMayInterruptItsThreadsAtOnce() throws Exception {
        String ours = slice(Path.of("/proc/thread-self"));
        assumeThat(ours).as("kernel with slices").isNotEmpty();
        try (Passwords passwords = new Passwords(4)) {
            passwords.hash("12345678");
            assertThat(ofItsThreads(PasswordsTest::slice))
                    .isNotEmpty()
                    .allSatisfy(
                            theirs ->
                                    assertThat(Long.parseLong(theirs))
                                            .isGreaterThan(Long.parseLong(ours)));
        }
    }

    /// In nanoseconds; empty where the kernel does not say it.
    private static String slice(Path thread) throws IOException {
        Path sched = thread.resolve("sched");
        if (!Files.exists(sched)) {
            return "";
        }
        return Files.readAllLines(sched).stream()
                .filter(line -> line.startsWith("se.slice"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static int niceness(Path thread) throws IOException {
        String stat = Files.readString(thread.resolve("stat"));
        // The 19th field; the second is the name in brackets.
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    }

    private interface Look<T> {
        T at(Path thread) throws IOException;
    }

    private static <T> List<T> ofItsThreads(Look<T> look) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            List<T> seen = new ArrayList<>();
            for (Path task : tasks.toList()) {
                try {
                    if (Files.readString(task.resolve("comm")).strip().equals("passwords")) {
                        seen.add(look.at(task));
                    }
                } catch (IOException ended) {
                    // Meanwhile, as other tests' threads do.
                }
            }
            return seen;
        }
    }

    private void occupy() {
        pool.execute(
                () -> {
                    try {
                        busy.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
