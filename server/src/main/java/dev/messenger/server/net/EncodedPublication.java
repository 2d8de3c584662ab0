package dev.messenger.server.net;

import dev.messenger.server.delivery.Publication;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A publication as sockets of either part get it, encoded once for each, when the first of them asks;
/// whoever writes a frame retains it. Used on one thread.
final class EncodedPublication implements AutoCloseable {

    private final Publication publication;
    private @Nullable ByteBuf event;
    private @Nullable Encoded legacy;

    EncodedPublication(Publication publication) {
        this.publication = publication;
    }

    /// For sockets of Part 2.
    ByteBuf event() {
        ByteBuf frame = event;
        if (frame == null) {
            frame = TextFrame.encode(publication.event());
            event = frame;
        }
        return frame;
    }

    /// For sockets of Part 1, in this order.
    List<ByteBuf> legacy() {
        Encoded frames = legacy;
        if (frames == null) {
            frames = new Encoded(publication.legacy());
            legacy = frames;
        }
        return frames.frames();
    }

    @Override
    public void close() {
        if (event != null) {
            event.release();
        }
        if (legacy != null) {
            legacy.close();
        }
    }
}
