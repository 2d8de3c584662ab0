package dev.messenger.server.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The REST calls that a run begins and ends with, made by its main thread while nothing is broken.
final class Api implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct horse";

    private final Address address;
    private final HttpClient client;

    Api(Address address) {
        this.address = address;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(address.trust())
                        .connectTimeout(PATIENCE)
                        .build();
    }

    /// Somebody who can sign in.
    record User(long id, String login, String password) {}

    User register(String login) throws IOException, InterruptedException {
        Frame registered =
                expect(
                        call(
                                "/registration",
                                Frame.of(
                                        "user_name", login, "login", login, "password", PASSWORD)));
        return new User(registered.number("id"), login, PASSWORD);
    }

    /// A session's token.
    String signIn(User user) throws IOException, InterruptedException {
        return expect(call("/login", Frame.of("login", user.login(), "password", user.password())))
                .text("token");
    }

    long createChat(User one, User other) throws IOException, InterruptedException {
        return expect(
                        call(
                                "/chat_creating",
                                Frame.of(
                                        "user_id_1", one.id(),
                                        "user_id_2", other.id(),
                                        "login", one.login(),
                                        "password", one.password())))
                .number("chat_id");
    }

    /// All of a chat that is not deleted, newest first.
    List<Frame> past(Account reader, long chatId) throws IOException, InterruptedException {
        List<Frame> all = new ArrayList<>();
        while (true) {
            HttpResponse<String> page =
                    call(
                            "/get_past_messages",
                            Frame.of(
                                    "chat_id", chatId,
                                    "offset", all.size(),
                                    "id", reader.userId(),
                                    "login", reader.login(),
                                    "password", reader.password()));
            if (page.statusCode() == 404) {
                return all;
            }
            all.addAll(Frame.readAll(page.body()));
        }
    }

    /// A page of a chat's log, for who has no socket.
    Frame events(Account reader, long chatId, long after) throws IOException, InterruptedException {
        HttpResponse<String> page =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "https://localhost:%d/v2/chats/%d/events?after_seq=%d&limit=300"
                                                        .formatted(address.port(), chatId, after)))
                                .timeout(PATIENCE)
                                .header("Authorization", "Bearer " + reader.token())
                                .build(),
                        BodyHandlers.ofString());
        return expect(page);
    }

    private HttpResponse<String> call(String path, Frame body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + address.port() + path))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.json()))
                        .build(),
                BodyHandlers.ofString());
    }

    private static Frame expect(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer + " " + answer.body());
        }
        return Frame.read(answer.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
