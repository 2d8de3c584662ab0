package dev.messenger.server;

import static dev.messenger.server.LabFeed.with;
import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lab of a whole server, over TLS: who is let in, and what they see.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class LabTest {

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final LabFeed feed;

    LabTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.feed = LabFeed.open(server.rest(), ann);
    }

    @AfterEach
    void close() {
        feed.close();
    }

    // Who is let in

    @Test
    void whoShowsNoTokenIsRefused() {
        server.rest()
                .send(server.rest().request("/lab/connections", "application/json").GET())
                .isRefused(401, "unauthorized", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
    void whoPassesOnWhatOthersAskFindsNoLab(String header) {
        server.rest()
                .send(
                        server.rest()
                                .request("/lab/connections", "application/json")
                                .header("Authorization", "Bearer " + ann.token())
                                .header(header, "127.0.0.1")
                                .GET())
                .isRefused(404, "not_found", "");
    }

    @Test
    void anothersConnectionsDoNotExist() {
        try (LiveSocket _ = LiveSocket.openResumable(server.rest(), bob);
                LabFeed bobs = LabFeed.open(server.rest(), bob)) {
            String socket = bobs.sockets().getFirst();
            assertThat(feed.sockets()).isEmpty();
            feed.get("/lab/connections/" + socket).isRefused(404, "not_found", "");
            for (String call : List.of("probe", "hold", "step", "resume")) {
                feed.post("/lab/connections/" + socket + "/" + call, Map.of())
                        .isRefused(404, "not_found", "");
            }
            feed.post("/lab/connections/" + socket + "/faults", Map.of("fault", "reset"))
                    .isRefused(404, "not_found", "");
        }
    }

    @Test
    void anothersFaultCannotBeEnded() {
        try (LiveSocket _ = LiveSocket.openResumable(server.rest(), bob);
                LabFeed bobs = LabFeed.open(server.rest(), bob)) {
            String path = "/lab/connections/" + bobs.sockets().getFirst() + "/faults";
            Object fault = bobs.post(path, Map.of("fault", "delay")).json().get("id");
            feed.delete("/lab/faults/" + fault).isRefused(404, "not_found", "");
            assertThat(bobs.delete("/lab/faults/" + fault).status()).isEqualTo(200);
            bobs.await(with("type", "fault", "state", "ended", "why", "asked"));
        }
    }

    @Test
    void nobodyHasMoreThanFourFeeds() {
        try (LabFeed _ = LabFeed.open(server.rest(), ann);
                LabFeed _ = LabFeed.open(server.rest(), ann);
                LabFeed _ = LabFeed.open(server.rest(), ann)) {
            feed.get("/lab/events").isRefused(429, "rate_limited", "");
        }
    }

    // What is seen

    @Test
    @SuppressWarnings("unchecked")
    void aSocketIsShownWithItsHandlersInTheirOrderAndWhereEachIsWritten() {
        try (LiveSocket _ = LiveSocket.openResumable(server.rest(), ann)) {
            Map<String, Object> socket =
                    feed.get("/lab/connections/" + feed.sockets().getFirst()).json();
            assertThat(socket)
                    .containsEntry("kind", "websocket")
                    .containsEntry("speaks", "messenger.v2.json")
                    .containsEntry("feed", false)
                    .containsEntry("this_call", false)
                    .doesNotContainKey("probe");
            assertThat((Map<String, Object>) Objects.requireNonNull(socket.get("tls")))
                    .containsEntry("protocol", "TLSv1.3");
            var handlers =
                    (List<Map<String, Object>>) Objects.requireNonNull(socket.get("handlers"));
            assertThat(handlers)
                    .extracting(it -> it.get("class"))
                    .containsExactly(
                            "io.netty.handler.ssl.SslHandler",
                            "io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder",
                            "io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder",
                            "dev.messenger.server.net.FrameHandler");
            assertThat(handlers.getFirst())
                    .containsEntry("whose", "netty")
                    .doesNotContainKey("source");
            assertThat(
                            (Map<String, Object>)
                                    Objects.requireNonNull(handlers.getLast().get("source")))
                    .containsEntry("file", "dev/messenger/server/net/FrameHandler.java");
        }
    }

    @Test
    void theConnectionOfTheFeedIsShownButCannotBeProbed() {
        Map<String, Object> carrier =
                LabFeed.connections(feed.get("/lab/connections").json()).stream()
                        .filter(with("feed", true))
                        .findFirst()
                        .orElseThrow();
        assertThat(carrier).containsEntry("kind", "http").containsEntry("speaks", "http/1.1");
        feed.post("/lab/connections/" + carrier.get("id") + "/probe", Map.of())
                .isRefused(409, "conflict", "");
    }

    @Test
    void theSourceOfAHandlerIsTheFileItWasCompiledFrom() {
        Map<String, Object> source =
                feed.get("/lab/source/dev.messenger.server.net.FrameHandler").json();
        String[] lines = String.valueOf(source.get("text")).split("\n", -1);
        assertThat(lines[(int) number(source.get("from")) - 1])
                .startsWith("final class FrameHandler");
        assertThat(lines[(int) number(source.get("to")) - 1]).isEqualTo("}");
        assertThat(feed.get("/lab/source/dev.messenger.server.net.HttpHandler%24Service").json())
                .containsEntry("file", "dev/messenger/server/net/HttpHandler.java");
        feed.get("/lab/source/io.netty.channel.Channel").isRefused(404, "not_found", "");
        feed.get("/lab/source/dev.messenger.Nothing").isRefused(404, "not_found", "");
    }

    @Test
    void theNumbersAreThoseOfTheMetrics() {
        Map<String, Object> numbers = feed.get("/lab/numbers").json();
        assertThat(numbers).containsOnlyKeys("seconds", "gauges", "counters", "histograms");
    }

    // Probes

    @Test
    void aProbeShowsAMessagePassEveryHandlerAndIsTakenOutAgain() {
        try (LiveSocket socket = LiveSocket.openResumable(server.rest(), ann)) {
            String connection = feed.sockets().getFirst();
            String probe = "/lab/connections/" + connection + "/probe";
            feed.post(probe, Map.of("hex", 64)).json();
            feed.await(with("type", "pipeline", "connection", connection));
            socket.send(fields("type", "received", "ref", "x", "chats", Map.of()));
            List<Map<String, Object>> seen =
                    feed.awaitAll(with("type", "event", "kind", "read", "from", "socket"));
            Map<String, Object> first = seen.getLast();
            assertThat(first)
                    .containsEntry("handler", "tls")
                    .containsEntry("message", "ByteBuf")
                    .containsEntry("direction", "in")
                    .containsEntry("parent", 0)
                    .containsKey("records");
            assertThat(String.valueOf(first.get("hex"))).startsWith("170303").hasSize(128);
            assertThat(number(first.get("took"))).isPositive();
            Map<String, Object> plain =
                    seen.stream().filter(with("from", "tls")).findFirst().orElseThrow();
            assertThat(plain).containsEntry("parent", first.get("n"));
            assertThat(String.valueOf(plain.get("hex"))).startsWith("81");
            assertThat(seen).anyMatch(with("message", "TextWebSocketFrame"));
            assertThat(feed.delete(probe).json()).doesNotContainKey("probe");
            feed.delete(probe).isRefused(409, "conflict", "");
        }
    }

    @Test
    void oneStepAfterTheOtherWhatIsHeldGoesOn() {
        long chat = ann.chatWith(bob);
        try (LiveSocket socket = LiveSocket.openResumable(server.rest(), ann)) {
            String connection = "/lab/connections/" + feed.sockets().getFirst();
            feed.post(connection + "/hold", Map.of()).isRefused(409, "conflict", "");
            feed.post(connection + "/probe", Map.of()).json();
            feed.post(connection + "/hold", Map.of("at", "nothing")).isRefused(409, "conflict", "");
            feed.post(connection + "/hold", Map.of("at", "FrameHandler#0")).json();
            socket.send(message(chat, "one"));
            feed.await(line -> holds(line, "TextWebSocketFrame"));
            assertThat(socket.poll()).isEmpty();
            feed.post(connection + "/step", Map.of()).json();
            assertThat(socket.next()).containsEntry("type", "ack").containsEntry("ref", "one");
            feed.post(connection + "/resume", Map.of()).json();
            feed.await(with("type", "hold", "state", "resumed", "why", "asked"));
            socket.send(message(chat, "two"));
            assertThat(socket.next()).containsEntry("type", "ack").containsEntry("ref", "two");
        }
    }

    @SuppressWarnings("unchecked")
    private static boolean holds(Map<String, Object> line, String message) {
        return "hold".equals(line.get("type"))
                && ((List<Map<String, Object>>) Objects.requireNonNull(line.get("waiting")))
                        .stream().anyMatch(with("message", message));
    }

    @Test
    void aConnectionThatIsWatchedForIsSeenFromItsFirstByte() {
        feed.post("/lab/watch", Map.of("seconds", 20)).json();
        // With a client of its own: the other would upgrade a connection that is open already.
        try (Rest fresh = new Rest(server.port(), server.certificate());
                LiveSocket _ = LiveSocket.openResumable(fresh, ann)) {
            List<Map<String, Object>> seen =
                    feed.awaitAll(
                            line ->
                                    with("type", "event", "from", "socket").test(line)
                                            && String.valueOf(line.get("hex")).startsWith("16"));
            assertThat(seen.getLast()).containsEntry("kind", "read");
            Map<String, Object> upgrade = feed.await(with("message", "DefaultHttpRequest"));
            assertThat(String.valueOf(upgrade.get("detail"))).startsWith("GET /");
            assertThat(upgrade).doesNotContainKey("private");
            feed.await(with("direction", "in", "message", "TextWebSocketFrame"));
        }
    }

    @Test
    void whatAnotherOpensMeanwhileIsNotShown() {
        feed.post("/lab/watch", Map.of("seconds", 20)).json();
        try (LiveSocket _ = LiveSocket.openResumable(server.rest(), bob);
                LabFeed bobs = LabFeed.open(server.rest(), bob);
                LiveSocket _ = LiveSocket.openResumable(server.rest(), ann)) {
            String others = bobs.sockets().getFirst();
            assertThat(feed.awaitAll(with("direction", "in", "message", "TextWebSocketFrame")))
                    .noneMatch(with("connection", others));
        }
    }

    // Traces

    @Test
    @SuppressWarnings("unchecked")
    void aMessageIsFollowedThroughEveryStageToItsPeer() {
        long chat = ann.chatWith(bob);
        try (LiveSocket socket = LiveSocket.openResumable(server.rest(), ann);
                LiveSocket peer = LiveSocket.openResumable(server.rest(), bob)) {
            String id = UUID.randomUUID().toString();
            feed.post("/lab/traces", Map.of("client_msg_id", id)).json();
            socket.send(
                    fields(
                            "type", "new_message",
                            "ref", "1",
                            "client_msg_id", id,
                            "chat_id", chat,
                            "content", "follow me"));
            assertThat(socket.next()).containsEntry("type", "ack");
            long seq = number(peer.next().get("seq"));
            peer.send(fields("type", "received", "chats", Map.of(Long.toString(chat), seq)));
            Map<String, Object> trace =
                    feed.await(with("type", "trace", "client_msg_id", id, "done", true));
            assertThat(trace).containsEntry("connection", feed.sockets().getFirst());
            var stages = (List<Map<String, Object>>) Objects.requireNonNull(trace.get("stages"));
            assertThat(stages)
                    .extracting(it -> it.get("stage"))
                    .containsExactly(
                            "socket_read",
                            "tls",
                            "websocket",
                            "inbox",
                            "json",
                            "rules",
                            "queue",
                            "sql",
                            "commit",
                            "encode",
                            "hand_over",
                            "write",
                            "encrypt",
                            "flush",
                            "peer_write",
                            "peer_flush",
                            "received");
            long before = 0;
            for (Map<String, Object> stage : stages.subList(0, 14)) {
                assertThat(number(stage.get("from")))
                        .as("%s", stages)
                        .isGreaterThanOrEqualTo(before);
                assertThat(number(stage.get("to")))
                        .as("%s", stages)
                        .isGreaterThanOrEqualTo(number(stage.get("from")));
                before = number(stage.get("from"));
            }
            for (Map<String, Object> stage : stages) {
                if (!"hand_over".equals(stage.get("stage"))) {
                    assertThat(number(stage.get("to")))
                            .as("%s", stages)
                            .isGreaterThan(number(stage.get("from")));
                }
            }
            assertThat(feed.get("/lab/traces/" + id).json()).containsEntry("done", true);
        }
    }

    @Test
    void aCallThatWritesSaysWhereItsTimeWentIfItIsAskedTo() {
        long chat = ann.chatWith(bob);
        Map<String, Object> message =
                fields("client_msg_id", UUID.randomUUID().toString(), "content", "timed");
        var request =
                server.rest()
                        .request("/v2/chats/" + chat + "/messages", "application/json")
                        .header("Authorization", "Bearer " + ann.token())
                        .header("Lab-Timing", "on")
                        .POST(BodyPublishers.ofString(Rest.json(message)));
        assertThat(server.rest().send(request).header("Server-Timing"))
                .matches(
                        "total;dur=[0-9.]+, rules;dur=[0-9.]+, queue;dur=[0-9.]+,"
                                + " sql;dur=[0-9.]+, commit;dur=[0-9.]+, encode;dur=[0-9.]+");
        assertThat(feed.get("/v2/chats").header("Server-Timing")).isEmpty();
    }

    private static Map<String, Object> message(long chat, String text) {
        return fields(
                "type", "new_message",
                "ref", text,
                "client_msg_id", UUID.randomUUID().toString(),
                "chat_id", chat,
                "content", text);
    }
}
