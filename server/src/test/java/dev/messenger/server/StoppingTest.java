package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that stops while all its sockets write.
@Timeout(120)
final class StoppingTest {

    private static final int SENDERS = 6;
    private static final Duration DRAIN = Duration.ofSeconds(3);

    @TempDir private Path dataDir;

    @Test
    void nothingThatWasAcknowledgedIsLostAndEverySocketIsServedToItsEnd() throws Exception {
        List<Sender> senders;
        Duration took;
        try (TestServer server = TestServer.on(dataDir, DRAIN)) {
            senders = IntStream.range(0, SENDERS).mapToObj(_ -> Sender.on(server)).toList();
            try (RawConnection probe = new RawConnection(server)) {
                assertThat(ready(probe).status()).isEqualTo(200);
                senders.forEach(Sender::awaitAcknowledgements);

                long began = System.nanoTime();
                CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
                senders.getFirst().awaitGoAway();
                RawConnection.Answer answer = ready(probe);
                assertThat(answer.refusal()).isEqualTo("503 unavailable");
                assertThat(answer.head()).containsIgnoringCase("Connection: close");
                assertThatThrownBy(() -> connect(server.port()))
                        .isInstanceOf(ConnectException.class);

                stopped.get(60, TimeUnit.SECONDS);
                took = Duration.ofNanos(System.nanoTime() - began);
            }
            senders.forEach(Sender::awaitEnd);
        }
        assertThat(took).isLessThan(DRAIN.plusSeconds(10));
        assertThat(senders).extracting(Sender::closeCode).containsOnly(1012);
        Set<String> acknowledged = new HashSet<>();
        Set<String> sentAfterGoAway = new HashSet<>();
        for (Sender sender : senders) {
            acknowledged.addAll(sender.acknowledged);
            sentAfterGoAway.addAll(sender.sentAfterGoAway);
        }
        Set<String> stored = stored();
        assertThat(acknowledged).allMatch(stored::contains);
        assertThat(sentAfterGoAway).anyMatch(acknowledged::contains);
    }

    @Test
    void anIdleConnectionDoesNotHoldUpTheStop() throws Exception {
        try (TestServer server = TestServer.on(dataDir, Duration.ofMinutes(10));
                RawConnection idle = new RawConnection(server)) {
            assertThat(ready(idle).status()).isEqualTo(200);
            CompletableFuture.runAsync(server::stop).get(30, TimeUnit.SECONDS);
        }
    }

    private Set<String> stored() throws Exception {
        try (TestServer again = TestServer.on(dataDir);
                var database = again.database()) {
            List<Object> ids = TestServer.column(database, "SELECT client_msg_id FROM messages");
            Set<String> all = new HashSet<>();
            ids.forEach(id -> all.add(String.valueOf(id)));
            return all;
        }
    }

    private static RawConnection.Answer ready(RawConnection connection) throws IOException {
        return connection.write("GET /readyz HTTP/1.1\nHost: 127.0.0.1", new byte[0]).read();
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    /// Writes on and on, on a thread of its own, until the server closes.
    private static final class Sender {

        private static final int WARM = 50;
        private static final int UNANSWERED = 8;

        private final LiveSocket socket;
        private final long chat;
        private final Set<String> acknowledged = new HashSet<>();
        private final Set<String> sentAfterGoAway = new HashSet<>();
        private final CountDownLatch warm = new CountDownLatch(WARM);
        private final CountDownLatch sentAway = new CountDownLatch(1);
        private final Thread thread = Thread.ofVirtual().unstarted(this::writeOnAndOn);

        private Sender(LiveSocket socket, long chat) {
            this.socket = socket;
            this.chat = chat;
        }

        static Sender on(TestServer server) {
            Person ann = server.register("Ann");
            long chat = ann.chatWith(server.register("Bob"));
            Sender sender = new Sender(LiveSocket.openResumable(server.rest(), ann), chat);
            sender.thread.start();
            return sender;
        }

        void awaitAcknowledgements() {
            await(warm);
        }

        void awaitGoAway() {
            await(sentAway);
        }

        /// What it has seen is only looked at after this.
        void awaitEnd() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        int closeCode() {
            return socket.closeCode();
        }

        private void writeOnAndOn() {
            try {
                for (int i = 0; i < UNANSWERED; i++) {
                    send();
                }
                for (var next = socket.nextOrEnd(); next.isPresent(); next = socket.nextOrEnd()) {
                    Map<String, Object> frame = next.get();
                    if ("goaway".equals(frame.get("type"))) {
                        sentAway.countDown();
                    } else {
                        assertThat(frame).containsEntry("type", "ack");
                        acknowledged.add(String.valueOf(frame.get("client_msg_id")));
                        warm.countDown();
                        send();
                    }
                }
            } catch (CompletionException closed) {
                for (var last = socket.nextOrEnd(); last.isPresent(); last = socket.nextOrEnd()) {
                    acknowledged.add(String.valueOf(last.get().get("client_msg_id")));
                }
            }
        }

        private void send() {
            String id = UUID.randomUUID().toString();
            if (sentAway.getCount() == 0) {
                sentAfterGoAway.add(id);
            }
            socket.send(
                    Map.of(
                            "type",
                            "new_message",
                            "client_msg_id",
                            id,
                            "chat_id",
                            chat,
                            "content",
                            "on and on"));
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
