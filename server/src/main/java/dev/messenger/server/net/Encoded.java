package dev.messenger.server.net;

import dev.messenger.protocol.Frame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Frames encoded once, for however many sockets, when the first of them asks; whoever writes one
/// retains it. Used on one thread.
final class Encoded implements AutoCloseable {

    private final List<? extends Frame> source;
    private @Nullable List<ByteBuf> encoded;

    Encoded(List<? extends Frame> source) {
        this.source = source;
    }

    List<ByteBuf> frames() {
        List<ByteBuf> frames = encoded;
        if (frames == null) {
            frames = new ArrayList<>(source.size());
            encoded = frames;
            for (Frame frame : source) {
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
