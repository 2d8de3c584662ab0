package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.LabEvent.TlsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notes what passes the probes of one connection: what it was, how long it took, and during what. On
/// the event loop.
///
/// An event is over when the handlers that it is handed to have returned; what they hand on in that
/// time are its children.
final class Recorder {

    private static final int LONGEST_DETAIL = 200;

    private final String connection;
    private final LabClock clock;
    private final Showing showing;

    private long hex;
    private Set<String> kinds;

    private long count;
    private @Nullable Passing current;

    /// Something that is on its way past a probe.
    static final class Passing {
        private final @Nullable Passing parent;
        private final long n;
        private final Step step;
        private final String message;
        private final long bytes;
        private final Optional<String> hex;
        private final Optional<String> detail;
        private final Optional<List<TlsRecord>> records;
        private final long at;
        private long children;

        private Passing(
                @Nullable Passing parent,
                long n,
                Step step,
                Object message,
                long hex,
                Optional<List<TlsRecord>> records,
                long at) {
            this.parent = parent;
            this.n = n;
            this.step = step;
            this.message = nameOf(message);
            ByteBuf content = contentOf(message);
            this.bytes = content == null ? 0 : content.readableBytes();
            this.hex =
                    bytes == 0 || hex == 0 || content == null
                            ? Optional.empty()
                            : Optional.of(
                                    ByteBufUtil.hexDump(
                                            content,
                                            content.readerIndex(),
                                            (int) Math.min(hex, bytes)));
            this.detail = detailOf(message);
            this.records = records.filter(it -> !it.isEmpty());
            this.at = at;
        }
    }

    /// From where to where something passes.
    record Step(boolean inbound, String kind, String from, String to) {}

    /// @param hex bytes of a message to be shown
    /// @param kinds of events to be shown; all, if empty
    Recorder(String connection, LabClock clock, Showing showing, long hex, Set<String> kinds) {
        this.connection = connection;
        this.clock = clock;
        this.showing = showing;
        this.hex = hex;
        this.kinds = kinds;
    }

    String connection() {
        return connection;
    }

    long hex() {
        return hex;
    }

    Set<String> kinds() {
        return kinds;
    }

    void change(long moreHex, Set<String> otherKinds) {
        hex = moreHex;
        kinds = otherKinds;
    }

    void show(LabEvent event) {
        showing.show(event);
    }

    Showing showing() {
        return showing;
    }

    LabClock clock() {
        return clock;
    }

    /// @param message what passes, or a text that says it, or `""`
    /// @param forward has it pass
    void note(Step step, Object message, Optional<List<TlsRecord>> records, Runnable forward) {
        Passing parent = current;
        showing.passes(step.inbound(), parent == null, message);
        if (!kinds.isEmpty() && !kinds.contains(step.kind())) {
            forward.run();
            return;
        }
        Passing passing = new Passing(parent, ++count, step, message, hex, records, clock.now());
        current = passing;
        try {
            forward.run();
        } finally {
            current = parent;
            end(passing);
        }
    }

    private void end(Passing passing) {
        long took = clock.now() - passing.at;
        if (passing.parent != null) {
            passing.parent.children += took;
        }
        showing.show(
                new LabEvent.Passed(
                        connection,
                        passing.n,
                        passing.parent == null ? 0 : passing.parent.n,
                        passing.at,
                        took,
                        took - passing.children,
                        Thread.currentThread().getName(),
                        passing.step.inbound() ? "in" : "out",
                        passing.step.kind(),
                        passing.step.from(),
                        passing.step.to(),
                        passing.message,
                        passing.bytes,
                        passing.hex,
                        passing.detail,
                        passing.records,
                        Optional.empty()));
    }

    /// Whether nothing passes at this moment.
    boolean isSettled() {
        return current == null;
    }

    static String nameOf(Object message) {
        return switch (message) {
            case String _ -> "";
            case ByteBuf _ -> "ByteBuf";
            default -> message.getClass().getSimpleName();
        };
    }

    static long bytesOf(Object message) {
        ByteBuf content = contentOf(message);
        return content == null ? 0 : content.readableBytes();
    }

    private static @Nullable ByteBuf contentOf(Object message) {
        return switch (message) {
            case ByteBuf bytes -> bytes;
            case ByteBufHolder holder -> holder.content();
            default -> null;
        };
    }

    private static Optional<String> detailOf(Object message) {
        return switch (message) {
            case String text when text.isEmpty() -> Optional.empty();
            case String text -> Optional.of(cut(text));
            case HttpRequest request ->
                    Optional.of(
                            cut(
                                    request.method()
                                            + " "
                                            + request.uri()
                                            + " "
                                            + request.protocolVersion()));
            case HttpResponse response ->
                    Optional.of(response.protocolVersion() + " " + response.status());
            default -> Optional.empty();
        };
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_DETAIL));
    }
}
