package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The lab's feed of one person, and what they do in the lab. Its lines wait to be looked at.
final class LabFeed implements AutoCloseable {

    private final Rest rest;
    private final Person person;
    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<Map<String, Object>> lines = new LinkedBlockingQueue<>();
    private final Thread reader;

    private LabFeed(Rest rest, Person person, HttpResponse<Stream<String>> response) {
        this.rest = rest;
        this.person = person;
        this.response = response;
        this.reader = Thread.startVirtualThread(this::read);
    }

    static LabFeed open(Rest rest, Person person) {
        var request =
                rest.request("/lab/events", "application/json")
                        .header("Authorization", "Bearer " + person.token())
                        .GET()
                        .build();
        try {
            var response = rest.client().send(request, BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            LabFeed feed = new LabFeed(rest, person, response);
            assertThat(feed.await(line -> true)).containsEntry("type", "open");
            return feed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try {
            response.body().forEach(line -> lines.add(Rest.object(line)));
        } catch (UncheckedIOException ended) {
            // As it does when the test is over.
            return;
        }
    }

    /// The next line for which this holds; those before it are skipped.
    Map<String, Object> await(Predicate<Map<String, Object>> wanted) {
        return awaitAll(wanted).getLast();
    }

    /// All lines up to and with the first for which this holds.
    List<Map<String, Object>> awaitAll(Predicate<Map<String, Object>> wanted) {
        List<Map<String, Object>> seen = new ArrayList<>();
        long deadline = System.nanoTime() + Rest.PATIENCE.toNanos();
        try {
            while (true) {
                Map<String, Object> line =
                        lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(line).as("a line of the feed, after %s", seen).isNotNull();
                seen.add(Objects.requireNonNull(line));
                if (wanted.test(line)) {
                    return seen;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Fields of a line that are as given: name, value, name, value…
    static Predicate<Map<String, Object>> with(Object... namesAndValues) {
        Map<String, Object> wanted = Person.fields(namesAndValues);
        return line -> line.entrySet().containsAll(wanted.entrySet());
    }

    Rest.Answer get(String path) {
        return send("GET", path, null);
    }

    Rest.Answer delete(String path) {
        return send("DELETE", path, null);
    }

    Rest.Answer post(String path, Map<String, ?> body) {
        return send("POST", path, body);
    }

    private Rest.Answer send(String method, String path, @Nullable Map<String, ?> body) {
        return ask(rest, person, method, path, body);
    }

    static Rest.Answer ask(
            Rest rest, Person person, String method, String path, @Nullable Map<String, ?> body) {
        var publisher =
                body == null
                        ? java.net.http.HttpRequest.BodyPublishers.noBody()
                        : java.net.http.HttpRequest.BodyPublishers.ofString(Rest.json(body));
        return rest.send(
                rest.request(path, "application/json")
                        .header("Authorization", "Bearer " + person.token())
                        .method(method, publisher));
    }

    /// The ids of their sockets, oldest first.
    List<String> sockets() {
        return connections(get("/lab/connections").json()).stream()
                .filter(it -> "websocket".equals(it.get("kind")))
                .map(it -> String.valueOf(it.get("id")))
                .toList();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> connections(Map<String, Object> answer) {
        return (List<Map<String, Object>>) Objects.requireNonNull(answer.get("connections"));
    }

    @Override
    public void close() {
        response.body().close();
        reader.interrupt();
    }
}
