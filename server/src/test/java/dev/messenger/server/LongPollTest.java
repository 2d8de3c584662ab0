package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Clients without a socket: they wait for what others write, and what they send themselves.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class LongPollTest {

    /// Requests of one account that may wait at once.
    private static final int MOST_OF_AN_ACCOUNT = 64;

    /// Longer than the longest wait.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestServer server;
    private final Person ann;

    LongPollTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
    }

    @Test
    void whoWaitsIsToldOfEachMessageOfASocketAndOfNothingTwice() {
        Person bob = server.register("Bob");
        long chat = ann.chatWith(bob);
        try (LiveSocket anns = ann.open()) {
            long position = 0;
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Rest.Answer> waiting = poll(bob, chat, position, 25);
                assertThat(rest("/v2/chats", bob).status()).isEqualTo(200);
                anns.send(ann.message(chat, bob, "message " + i));
                Map<String, Object> page = waiting.join().json();
                assertThat(page).containsEntry("more", false);
                assertThat(rows(page, "events")).hasSize(1);
                assertThat(rows(page, "events").getFirst())
                        .containsEntry("type", "new_message")
                        .containsEntry("content", "message " + i);
                assertThat(number(page.get("last_seq"))).isEqualTo(++position);
                assertThat(anns.next()).containsEntry("content", "message " + i);
            }
        }
    }

    @Test
    void fiveHundredWaitAtOnceAndAllAreTold() throws Exception {
        List<Person> others =
                IntStream.range(0, 8).mapToObj(i -> server.register("Waits " + i)).toList();
        List<Long> chats = others.stream().map(ann::chatWith).toList();
        List<CompletableFuture<Rest.Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Person other = others.get(i);
            long chat = chats.get(i);
            waiting.addAll(fill(() -> listen(other, chat)));
        }
        assertThat(waiting).hasSize(512);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        for (int i = 0; i < others.size(); i++) {
            post(ann, chats.get(i), UUID.randomUUID(), "at last").json();
        }
        for (CompletableFuture<Rest.Answer> one : waiting) {
            assertThat(rows(one.join().json(), "events").getFirst())
                    .containsEntry("content", "at last");
        }
    }

    @Test
    void whoGoesAwayMakesRoomForOthers() throws Exception {
        Person bob = server.register("Bob");
        long chat = ann.chatWith(bob);
        List<CompletableFuture<Rest.Answer>> waiting = fill(() -> poll(bob, chat, 0, 25));
        poll(bob, chat, 0, 25).join().isRefused(429, "rate_limited", "");
        assertThat(rest(events(chat, 0, 0), bob).status()).isEqualTo(200);

        waiting.forEach(one -> one.cancel(true));
        Awaits.until("room", () -> poll(bob, chat, 0, 1).join().status() == 200);
    }

    @Test
    void whoWasSignedOutWhileWaitingIsToldNothing() throws Exception {
        Person bob = server.register("Bob");
        Person lost = Person.logIn(server.rest(), bob.login());
        long chat = ann.chatWith(bob);
        List<CompletableFuture<Rest.Answer>> waiting = fill(() -> poll(lost, chat, 0, 25));
        server.rest()
                .send(
                        server.rest()
                                .request("/v2/sessions", "text/plain")
                                .header("Authorization", "Bearer " + bob.token())
                                .DELETE())
                .json();
        post(ann, chat, UUID.randomUUID(), "for Bob alone").json();
        waiting.forEach(one -> one.join().isRefused(401, "unauthorized", ""));
    }

    @Test
    void aServerThatStopsLetsThemGo(@TempDir Path directory) throws Exception {
        try (TestServer stopping = TestServer.on(directory.resolve("data"))) {
            Person bob = stopping.register("Bob");
            long chat = stopping.register("Ann").chatWith(bob);
            List<CompletableFuture<Rest.Answer>> waiting = fill(() -> poll(bob, chat, 0, 25));
            long began = System.nanoTime();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::stop);
            for (CompletableFuture<Rest.Answer> one : waiting) {
                assertThat(rows(one.join().json(), "events")).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Rest.PATIENCE);
            stopped.join();
        }
    }

    @Test
    void aMessageThatManySendAtOnceUnderOneKeyIsOneMessage() throws Exception {
        Person bob = server.register("Bob");
        long chat = ann.chatWith(bob);
        UUID key = UUID.randomUUID();
        try (LiveSocket bobs = bob.open();
                LiveSocket anns = ann.open()) {
            List<Rest.Answer> answers =
                    Stream.generate(
                                    () ->
                                            CompletableFuture.supplyAsync(
                                                    () -> post(ann, chat, key, "once"),
                                                    Thread::startVirtualThread))
                            .limit(16)
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();
            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(answers)
                    .filteredOn(answer -> !answer.json().containsKey("dup"))
                    .hasSize(1)
                    .allSatisfy(
                            answer ->
                                    assertThat(answer.json())
                                            .containsOnlyKeys(
                                                    "type",
                                                    "client_msg_id",
                                                    "message_id",
                                                    "chat_id",
                                                    "seq",
                                                    "time_of_day"));
            assertThat(bobs.next()).containsEntry("content", "once");
            assertThat(anns.next()).containsEntry("content", "once");
            bobs.hasNothingElse();
            anns.hasNothingElse();
            try (var database = server.database()) {
                assertThat(
                                TestServer.column(
                                        database,
                                        "SELECT seq FROM messages WHERE chat_id = ?",
                                        chat))
                        .containsExactly(1L);
            }
            post(ann, chat, key, "twice").isRefused(409, "client_msg_id_reused", "client_msg_id");
        }
    }

    /// Lets an account wait as often as it may, and returns when it does: those that were one too many
    /// were refused.
    private static List<CompletableFuture<Rest.Answer>> fill(
            Supplier<CompletableFuture<Rest.Answer>> asking) throws Exception {
        int tooMany = 2;
        List<CompletableFuture<Rest.Answer>> asked =
                IntStream.range(0, MOST_OF_AN_ACCOUNT + tooMany)
                        .mapToObj(_ -> asking.get())
                        .toList();
        Awaits.until(
                "the rest is refused",
                () -> asked.stream().filter(CompletableFuture::isDone).count() == tooMany);
        asked.stream()
                .filter(CompletableFuture::isDone)
                .forEach(refused -> refused.join().isRefused(429, "rate_limited", ""));
        return asked.stream().filter(one -> !one.isDone()).toList();
    }

    /// Waits for the chat's first number for as long as it takes, as clients do: however slow the
    /// machine, all wait at once in the end.
    private static CompletableFuture<Rest.Answer> listen(Person person, long chat) {
        return poll(person, chat, 0, 25)
                .thenCompose(
                        answer ->
                                answer.status() == 200 && rows(answer.json(), "events").isEmpty()
                                        ? listen(person, chat)
                                        : CompletableFuture.completedFuture(answer));
    }

    private static CompletableFuture<Rest.Answer> poll(
            Person person, long chat, long after, int wait) {
        Rest rest = person.rest();
        CompletableFuture<HttpResponse<byte[]>> asked =
                rest.client()
                        .sendAsync(
                                rest.request(events(chat, after, wait), "text/plain")
                                        .timeout(PATIENCE)
                                        .header("Authorization", "Bearer " + person.token())
                                        .GET()
                                        .build(),
                                BodyHandlers.ofByteArray());
        CompletableFuture<Rest.Answer> answer = asked.thenApply(Rest.Answer::new);
        // Giving up the answer gives up the request.
        var _ =
                answer.whenComplete(
                        (_, _) -> {
                            if (answer.isCancelled()) {
                                asked.cancel(true);
                            }
                        });
        return answer;
    }

    private static String events(long chat, long after, int wait) {
        return "/v2/chats/" + chat + "/events?after_seq=" + after + "&wait=" + wait;
    }

    private static Rest.Answer rest(String path, Person person) {
        Rest rest = person.rest();
        return rest.send(
                rest.request(path, "text/plain")
                        .header("Authorization", "Bearer " + person.token())
                        .GET());
    }

    private static Rest.Answer post(Person person, long chat, UUID key, String content) {
        return person.rest()
                .post(
                        "/v2/chats/" + chat + "/messages",
                        person.token(),
                        fields("client_msg_id", key.toString(), "content", content));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> page, String name) {
        return (List<Map<String, Object>>) java.util.Objects.requireNonNull(page.get(name));
    }
}
