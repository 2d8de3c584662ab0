package dev.messenger.server.net;

import dev.messenger.protocol.Frame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Frames encoded once, for however many sockets, when the first of them asks; whoever writes one
/// retains it. Used on one thread.
final class Encoded implements AutoCloseable {

    private final Supplier<? extends List<? extends Frame>> source;
    private @Nullable List<ByteBuf> encoded;

    /// @param source asked if there is a receiver
    Encoded(Supplier<? extends List<? extends Frame>> source) {
        this.source = source;
    }

    Encoded(List<? extends Frame> frames) {
        this(() -> frames);
    }

    List<ByteBuf> frames() {
        List<ByteBuf> frames = encoded;
        if (frames == null) {
            frames = new ArrayList<>();
            encoded = frames;
            for (Frame frame : source.get()) {
                frames.add(TextFrame.encode(frame));
            }
        }
        return frames;
    }

    @Override
    public void close() {
        if (encoded != null) {
            encoded.forEach(ByteBuf::release);
        }
    }
}
