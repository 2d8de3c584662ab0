package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The way of one message, as far as it has come. Safe on any thread.
final class Trace {

    private final UUID clientMsgId;
    private final long userId;
    private final Map<Stage, Span> spans = new EnumMap<>(Stage.class);
    private Optional<String> connection = Optional.empty();
    private @Nullable Stored stored;
    private boolean over;

    private record Span(long from, long to, String thread) {}

    /// What became of it in the chat's log.
    private record Stored(long chatId, long seq) {}

    /// @param userId who sends it
    Trace(UUID clientMsgId, long userId) {
        this.clientMsgId = clientMsgId;
        this.userId = userId;
    }

    UUID clientMsgId() {
        return clientMsgId;
    }

    long userId() {
        return userId;
    }

    /// By which its frames are recognised.
    String words() {
        return clientMsgId.toString();
    }

    /// Notes a stage, on the thread on which it ended. What is noted again counts as it was last.
    synchronized void note(Stage stage, long from, long to) {
        spans.put(stage, new Span(from, Math.max(from, to), Thread.currentThread().getName()));
    }

    /// The same for one that began where another ended, or not at all if that never happened.
    synchronized void noteAfter(Stage before, Stage stage, long to) {
        Span span = spans.get(before);
        if (span != null) {
            note(stage, Math.min(span.to(), to), to);
        }
    }

    synchronized boolean has(Stage stage) {
        return spans.containsKey(stage);
    }

    synchronized void cameOn(String channel) {
        connection = Optional.of(channel);
    }

    synchronized void stored(long chatId, long seq) {
        stored = new Stored(chatId, seq);
    }

    /// Whether another member has received it who has received so much.
    synchronized boolean isReceivedBy(long member, long chatId, long seq) {
        return stored != null
                && stored.chatId() == chatId
                && stored.seq() <= seq
                && member != userId;
    }

    synchronized boolean isComplete() {
        return has(Stage.FLUSH) && has(Stage.RECEIVED);
    }

    /// @return whether it was not over before
    synchronized boolean end() {
        boolean ends = !over;
        over = true;
        return ends;
    }

    /// Milliseconds that a stage took.
    synchronized Optional<Double> millis(Stage stage) {
        return Optional.ofNullable(spans.get(stage)).map(it -> (it.to() - it.from()) / 1e6);
    }

    synchronized LabEvent.Trace event(long at) {
        overlap();
        List<LabEvent.Stage> stages = new ArrayList<>();
        spans.forEach(
                (stage, span) ->
                        stages.add(
                                new LabEvent.Stage(
                                        stage.wireName(),
                                        span.from(),
                                        span.to(),
                                        span.thread(),
                                        stage.where())));
        return new LabEvent.Trace(clientMsgId, at, connection, over || isComplete(), stages);
    }

    /// The event loop may have begun to write while the writer still handed over to another loop: for
    /// this message, encoding was over then.
    private void overlap() {
        Span encode = spans.get(Stage.ENCODE);
        Span write = spans.get(Stage.WRITE);
        if (encode != null && write != null) {
            long to = Math.min(encode.to(), write.from());
            spans.put(Stage.ENCODE, new Span(encode.from(), to, encode.thread()));
            spans.put(Stage.HAND_OVER, new Span(to, write.from(), write.thread()));
        }
    }
}
