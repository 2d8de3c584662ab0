package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The JDK's WebSocket of one user; its frames wait in a queue to be looked at.
final class LiveSocket implements WebSocket.Listener, AutoCloseable {

    private static final long PATIENCE_SECONDS = Rest.PATIENCE.toSeconds();

    private final BlockingQueue<Map<String, Object>> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder unfinished = new StringBuilder();
    private final long userId;
    private @Nullable WebSocket socket;

    private LiveSocket(long userId) {
        this.userId = userId;
    }

    /// As the original's clients do it: credentials in the query.
    static LiveSocket open(Rest rest, Person person) {
        String query =
                "id=%s&login=%s&password=%s"
                        .formatted(
                                person.id(),
                                Rest.encode(person.login()),
                                Rest.encode(person.password()));
        return open(rest, person.id(), query, "");
    }

    static LiveSocket openWithToken(Rest rest, Person person) {
        return open(rest, person.id(), "", "Bearer " + person.token());
    }

    /// One of Part 2, which has said its `hello` and been told that it is up to date.
    static LiveSocket openResumable(Rest rest, Person person) {
        LiveSocket live = new LiveSocket(person.id());
        live.socket =
                rest.client()
                        .newWebSocketBuilder()
                        .connectTimeout(Rest.PATIENCE)
                        .subprotocols("messenger.v2.json")
                        .buildAsync(rest.socket(""), live)
                        .join();
        live.send(Map.of("type", "hello", "token", person.token()));
        Map<String, Object> frame = live.next();
        assertThat(frame).containsEntry("type", "welcome");
        while (!"synced".equals(frame.get("type"))) {
            frame = live.next();
        }
        return live;
    }

    /// @param authorization the header, or `""` for none
    /// @throws CompletionException if the upgrade is refused
    static LiveSocket open(Rest rest, long userId, String query, String authorization) {
        LiveSocket live = new LiveSocket(userId);
        WebSocket.Builder builder =
                rest.client().newWebSocketBuilder().connectTimeout(Rest.PATIENCE);
        if (!authorization.isEmpty()) {
            builder.header("Authorization", authorization);
        }
        live.socket = builder.buildAsync(rest.socket(query), live).join();
        return live;
    }

    /// One that speaks Part 2 and has said nothing yet.
    ///
    /// @param authorization the header, or `""` for none
    static LiveSocket openResumable(Rest rest, Person person, String authorization) {
        LiveSocket live = new LiveSocket(person.id());
        WebSocket.Builder builder =
                rest.client()
                        .newWebSocketBuilder()
                        .connectTimeout(Rest.PATIENCE)
                        .subprotocols("messenger.v2.json");
        if (!authorization.isEmpty()) {
            builder.header("Authorization", authorization);
        }
        live.socket = builder.buildAsync(rest.socket(""), live).join();
        assertThat(live.socket.getSubprotocol()).isEqualTo("messenger.v2.json");
        return live;
    }

    LiveSocket send(Map<String, ?> frame) {
        return sendText(Rest.json(frame));
    }

    LiveSocket sendText(String text) {
        socket().sendText(text, true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return this;
    }

    LiveSocket sendBinary(byte[] bytes) {
        socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    Map<String, Object> next() {
        try {
            Map<String, Object> frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within %s s", PATIENCE_SECONDS).isNotNull();
            return java.util.Objects.requireNonNull(frame);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Map<String, Object>> next(int count) {
        List<Map<String, Object>> taken = new ArrayList<>(count);
        while (taken.size() < count) {
            taken.add(next());
        }
        return taken;
    }

    /// The next frame, or empty if there is none for now.
    java.util.Optional<Map<String, Object>> poll() {
        return java.util.Optional.ofNullable(frames.poll());
    }

    /// The next frame, or empty once no more can come.
    java.util.Optional<Map<String, Object>> nextOrEnd() {
        try {
            boolean ended;
            do {
                ended = closed.isDone(); // whatever came before the end is in the queue by then
                Map<String, Object> frame = frames.poll(20, TimeUnit.MILLISECONDS);
                if (frame != null) {
                    return java.util.Optional.of(frame);
                }
            } while (!ended);
            return java.util.Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Expects the next frame to be an error with this code and field (`""` if none).
    void isRefused(String code, String field) {
        Map<String, Object> frame = next();
        assertThat(frame).containsEntry("type", "error").containsKey("message");
        assertThat(frame.get("code") + " " + frame.getOrDefault("field", ""))
                .as(frame.toString())
                .isEqualTo(code + " " + field);
        assertThat(frame.keySet()).isSubsetOf("type", "code", "message", "field", "retry_after_ms");
    }

    /// Nothing else has come: what is asked for now is answered next. What was sent to this socket
    /// before came before.
    void hasNothingElse() {
        assertThat(chats()).isNotNull();
    }

    /// What `get_chats` answers, as the next frame.
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> chats() {
        send(Map.of("type", "get_chats", "user_id", userId));
        Map<String, Object> answer = next();
        assertThat(answer).containsOnlyKeys("type", "chats").containsEntry("type", "get_chats");
        return (List<Map<String, Object>>) java.util.Objects.requireNonNull(answer.get("chats"));
    }

    /// The code the server closes with.
    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private WebSocket socket() {
        return java.util.Objects.requireNonNull(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        unfinished.append(part);
        if (last) {
            frames.add(Rest.object(unfinished.toString()));
            unfinished.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    /// Says good-bye, and waits until the server has, too: it holds this socket no longer.
    @Override
    public void close() {
        if (!closed.isDone()) {
            socket().sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
        ended();
        socket().abort();
    }

    /// Waits until no more can come, for whatever reason.
    void ended() {
        closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).handle((code, error) -> true).join();
    }
}
