package dev.messenger.server;

import static dev.messenger.server.LabFeed.with;
import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each fault of the lab, and that what it promises holds, over TLS.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class LabFaultsTest {

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final long chat;
    private final LabFeed feed;
    private final LiveSocket socket;

    LabFaultsTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
        this.feed = LabFeed.open(server.rest(), ann);
        this.socket = LiveSocket.openResumable(server.rest(), ann);
    }

    @AfterEach
    void close() {
        socket.close();
        feed.close();
    }

    @Test
    void everyFaultSaysWhatItDoesAndWhatIsPromised() {
        assertThat(faults())
                .extracting(it -> it.get("fault"))
                .containsExactly(
                        "stall",
                        "fragments",
                        "delay",
                        "half_open",
                        "reset",
                        "duplicate",
                        "lost_ack",
                        "slow_reader");
        assertThat(faults())
                .allSatisfy(
                        fault ->
                                assertThat(fault)
                                        .containsKeys("title", "does", "promise", "check"));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> faults() {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(feed.get("/lab/faults").json().get("faults"));
    }

    @Test
    void thereIsOneFaultOfAKindAndNoneOfAnUnknownOne() {
        begin("delay", Map.of());
        feed.post(path(), Map.of("fault", "delay")).isRefused(409, "conflict", "");
        feed.post(path(), Map.of("fault", "fire")).isRefused(400, "invalid_value", "fault");
        feed.post(path(), Map.of("fault", "reset", "seconds", 100))
                .isRefused(400, "out_of_range", "seconds");
    }

    @Test
    void whatIsSentDuringAStallIsHandledAfterwardsInOrder() {
        String fault = begin("stall", Map.of());
        for (int i = 1; i <= 3; i++) {
            socket.send(message(Integer.toString(i), UUID.randomUUID()));
        }
        feed.get("/lab/connections").json();
        assertThat(socket.poll()).isEmpty();
        feed.delete("/lab/faults/" + fault).json();
        for (int i = 1; i <= 3; i++) {
            assertThat(socket.next())
                    .containsEntry("type", "ack")
                    .containsEntry("ref", Integer.toString(i))
                    .containsEntry("seq", i);
        }
    }

    @Test
    void fragmentsOfOneByteArriveWhole() {
        begin("fragments", Map.of());
        socket.send(message("1", UUID.randomUUID()));
        assertThat(socket.next()).containsEntry("type", "ack").containsEntry("ref", "1");
        feed.await(with("type", "fault", "fault", "fragments", "state", "acted"));
    }

    @Test
    void whatIsDelayedComesLaterInOrderAndOnce() {
        begin("delay", Map.of("millis", 300));
        long began = System.nanoTime();
        for (int i = 1; i <= 3; i++) {
            socket.send(message(Integer.toString(i), UUID.randomUUID()));
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(socket.next()).containsEntry("type", "ack").containsEntry("seq", i);
        }
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(600_000_000L);
    }

    @Test
    void whatGoesIntoAHalfOpenConnectionIsSentAgainAndStoredOnce() {
        String fault = begin("half_open", Map.of());
        UUID id = UUID.randomUUID();
        socket.send(message("1", id));
        feed.await(with("type", "fault", "fault", "half_open", "state", "acted"));
        feed.delete("/lab/faults/" + fault).json();
        socket.ended();
        assertResentIsStoredOnce(id, false);
    }

    @Test
    void afterAResetNothingIsMissingOrDouble() {
        UUID id = UUID.randomUUID();
        socket.send(message("1", id));
        assertThat(socket.next()).containsEntry("type", "ack");
        begin("reset", Map.of());
        socket.ended();
        feed.await(with("type", "fault", "fault", "reset", "state", "ended", "why", "done"));
        assertResentIsStoredOnce(id, true);
    }

    @Test
    void aDuplicatedFrameIsOneMessageAndTheSecondAckSaysSo() {
        begin("duplicate", Map.of());
        socket.send(message("1", UUID.randomUUID()));
        Map<String, Object> first = socket.next();
        Map<String, Object> second = socket.next();
        assertThat(first).containsEntry("type", "ack").doesNotContainKey("dup");
        assertThat(second)
                .containsEntry("dup", true)
                .containsEntry("message_id", first.get("message_id"))
                .containsEntry("seq", first.get("seq"));
        feed.await(with("type", "fault", "fault", "duplicate", "state", "ended", "why", "done"));
        assertThat(ann.past(chat, 0)).hasSize(1);
    }

    @Test
    void aLostAckIsMadeUpForByTheResend() {
        begin("lost_ack", Map.of());
        UUID id = UUID.randomUUID();
        socket.send(message("1", id));
        socket.ended();
        assertThat(socket.poll()).isEmpty();
        assertResentIsStoredOnce(id, true);
    }

    @Test
    void aSlowReaderIsTakenOutOfTheChatAndCatchesUp() {
        String fault = begin("slow_reader", Map.of());
        try (LiveSocket bobs = LiveSocket.openResumable(server.rest(), bob)) {
            for (int i = 1; i <= 3; i++) {
                bobs.send(message(Integer.toString(i), UUID.randomUUID()));
                assertThat(bobs.next()).containsEntry("type", "ack");
            }
        }
        feed.delete("/lab/faults/" + fault).json();
        Map<String, Object> behind = socket.next();
        while (!"behind".equals(behind.get("type"))) {
            assertThat(behind).containsEntry("type", "receipt");
            behind = socket.next();
        }
        assertThat(behind).containsEntry("heads", Map.of(Long.toString(chat), 3));
        Map<String, Object> from = Map.of(Long.toString(chat), Map.of("after", 0));
        socket.send(fields("type", "sync", "ref", "s", "chats", from));
        List<Object> seqs = new ArrayList<>();
        for (var frame = socket.next();
                !"synced".equals(frame.get("type"));
                frame = socket.next()) {
            if ("new_message".equals(frame.get("type"))) {
                seqs.add(frame.get("seq"));
            }
        }
        assertThat(seqs).containsExactly(1, 2, 3);
    }

    @Test
    void aFaultEndsByItself() {
        begin("delay", Map.of("seconds", 1));
        feed.await(with("type", "fault", "fault", "delay", "state", "ended", "why", "time"));
        socket.send(message("1", UUID.randomUUID()));
        assertThat(socket.next()).containsEntry("type", "ack");
    }

    private void assertResentIsStoredOnce(UUID id, boolean wasStored) {
        try (LiveSocket again = LiveSocket.openResumable(server.rest(), ann)) {
            again.send(message("again", id));
            Map<String, Object> ack = again.next();
            assertThat(ack).containsEntry("type", "ack").containsEntry("ref", "again");
            assertThat(ack.containsKey("dup")).isEqualTo(wasStored);
        }
        List<Map<String, Object>> stored = ann.past(chat, 0);
        assertThat(stored).hasSize(1);
        assertThat(number(stored.getFirst().get("sender_id"))).isEqualTo(ann.id());
    }

    private String begin(String fault, Map<String, Object> options) {
        Map<String, Object> asked = fields("fault", fault);
        asked.putAll(options);
        String id = String.valueOf(feed.post(path(), asked).json().get("id"));
        feed.await(with("type", "fault", "id", id, "state", "began"));
        return id;
    }

    private String path() {
        return "/lab/connections/" + feed.sockets().getFirst() + "/faults";
    }

    private Map<String, Object> message(String ref, UUID id) {
        return fields(
                "type",
                "new_message",
                "ref",
                ref,
                "client_msg_id",
                id.toString(),
                "chat_id",
                chat,
                "content",
                "the message");
    }
}
