package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.Rest.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// `/metrics` of a whole server, which others of its tests may use as well.
@ExtendWith(SharedServer.class)
@Timeout(60)
final class MetricsTest {

    private static final int MESSAGES = 20;
    private static final Path DASHBOARD = Path.of("..", "scripts", "grafana-dashboard.json");

    private final Rest rest;
    private final Person ann;
    private final Person bob;
    private final long chat;

    MetricsTest(TestServer server) {
        this.rest = server.rest();
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
    }

    @Test
    void whatPeopleDoMovesTheNumbers() {
        Scrape before = Scrape.of(rest);
        Scrape within;
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = LiveSocket.openResumable(rest, bob, "Bearer " + bob.token())) {
            bobs.send(Person.fields("type", "hello"));
            for (int i = 0; i < MESSAGES; i++) {
                anns.send(ann.message(chat, bob, "message " + i));
            }
            anns.next(MESSAGES);
            anns.sendText("no JSON");
            anns.isRefused("invalid_json", "");
            ann.past(chat, 0);
            within = Scrape.of(rest);
        }

        assertThat(moved(before, within, "messenger_frame_seconds_count", "type", "new_message"))
                .isGreaterThanOrEqualTo(MESSAGES);
        assertThat(moved(before, within, "messenger_frame_seconds_sum", "layer", "legacy"))
                .isPositive();
        assertThat(moved(before, within, "messenger_frames_refused_total", "code", "invalid_json"))
                .isPositive();
        assertThat(moved(before, within, "messenger_frames_sent_total"))
                .isGreaterThanOrEqualTo(MESSAGES);
        assertThat(moved(before, within, "messenger_writer_batch_changes_sum"))
                .isGreaterThanOrEqualTo(MESSAGES);
        assertThat(moved(before, within, "messenger_writer_commit_seconds_count"))
                .isEqualTo(moved(before, within, "messenger_writer_batch_changes_count"))
                .isBetween(1.0, (double) MESSAGES);
        assertThat(
                        moved(
                                before,
                                within,
                                "messenger_http_request_seconds_count",
                                "route",
                                "/get_past_messages",
                                "method",
                                "POST",
                                "status",
                                "2xx"))
                .isEqualTo(1);
        assertThat(moved(before, within, "messenger_sockets_opened_total", "kind", "legacy"))
                .isPositive();
        assertThat(moved(before, within, "messenger_sockets_opened_total", "kind", "v2"))
                .isPositive();
        // A client may open its sockets on connections that it has already.
        assertThat(within.sum("messenger_tls_handshakes_total", "outcome", "done")).isPositive();
        assertThat(within.sum("messenger_connections", "kind", "legacy")).isPositive();
        assertThat(within.sum("messenger_connections", "kind", "v2")).isPositive();
        assertThat(within.sum("messenger_loop_lag_seconds_count", "loop", "0")).isPositive();
        assertThat(within.sum("messenger_passwords_hashed_total")).isPositive();
        assertThat(within.sum("messenger_pool_connections")).isPositive();
        assertThat(within.sum("messenger_buffers_bytes", "area", "direct")).isPositive();
        assertThat(moved(before, within, "jvm_allocated_bytes_total")).isPositive();
        assertThat(within.sum("jvm_memory_used_bytes", "area", "heap")).isPositive();
    }

    @Test
    void whateverIsAskedForMakesNoSeries() {
        askForWhatThereIsNot();
        // Counted when it is answered, and so in the next.
        Scrape.of(rest);
        Scrape before = Scrape.of(rest);
        askForWhatThereIsNot();
        Scrape after = Scrape.of(rest);

        assertThat(
                        moved(
                                before,
                                after,
                                "messenger_http_request_seconds_count",
                                "route",
                                "none",
                                "status",
                                "4xx"))
                .isGreaterThanOrEqualTo(7);
        assertThat(after.series("messenger_http_request_seconds_count"))
                .isEqualTo(before.series("messenger_http_request_seconds_count"));
        assertThat(after.valuesOf("route"))
                .contains("none", "/v2/users/{id}/avatar")
                .allMatch(route -> route.matches("none|websocket|/[a-z0-9_/{}.-]*"))
                .noneMatch(route -> route.contains("unheard"));
        assertThat(after.valuesOf("method"))
                .isSubsetOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other");
    }

    private void askForWhatThereIsNot() {
        for (String method : new String[] {"GET", "HEAD", "PUT", "PATCH", "DELETE", "UNHEARD"}) {
            rest.send(
                    rest.request("/unheard-of/" + UUID.randomUUID(), "text/plain")
                            .method(method, BodyPublishers.noBody()));
        }
        rest.send(rest.request("/unheard?of=" + UUID.randomUUID(), "text/plain").GET());
        rest.send(rest.request("/login", "text/plain").GET());
        rest.send(rest.request("/v2/users/" + UUID.randomUUID() + "/avatar", "text/plain").GET());
    }

    @Test
    void whoAcceptsOpenMetricsGetsThem() {
        Answer answer =
                rest.send(
                        rest.request("/metrics", "text/plain")
                                .header(
                                        "Accept",
                                        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                                .GET());

        assertThat(answer.header("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
    }

    @Test
    void whoComesThroughAProxyFindsNothing() {
        rest.send(
                        rest.request("/metrics", "text/plain")
                                .header("X-Forwarded-For", "127.0.0.1")
                                .GET())
                .isRefused(404, "not_found", "");
    }

    @Test
    void eachQueryOfTheDashboardNamesWhatThereIs() throws Exception {
        try (LiveSocket socket = ann.open()) {
            socket.sendText("no JSON");
            socket.isRefused("invalid_json", "");
        }
        System.gc();
        Awaits.until(
                "a collection is noted",
                () -> Scrape.of(rest).series("jvm_gc_pause_seconds_count") > 0);
        Set<String> asked = new TreeSet<>();
        Matcher names =
                Pattern.compile("([a-z][a-z0-9_]*)(?=\\{|, instance\\))")
                        .matcher(Files.readString(DASHBOARD));
        while (names.find()) {
            asked.add(names.group(1));
        }

        assertThat(asked).hasSizeGreaterThan(40);
        assertThat(Scrape.of(rest).samples().keySet()).containsAll(asked);
    }

    private static double moved(Scrape before, Scrape after, String name, String... labels) {
        return after.sum(name, labels) - before.sum(name, labels);
    }
}
