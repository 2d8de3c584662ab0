package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A body that is wanted only when all of it is there. Its length is bounded by [Exchange].
///
/// There is most often none, or it comes in one piece: neither is copied together.
final class WholeBody implements Intake {

    private static final byte[] NOTHING = {};

    private final Consumer<byte[]> wanted;
    private byte[] first = NOTHING;
    private @Nullable ByteArrayOutputStream all;

    /// @param wanted called once, on the event loop
    WholeBody(Consumer<byte[]> wanted) {
        this.wanted = wanted;
    }

    @Override
    public void add(ByteBuf more) {
        if (!more.isReadable()) {
            return;
        }
        byte[] chunk = new byte[more.readableBytes()];
        more.readBytes(chunk);
        if (all != null) {
            all.writeBytes(chunk);
        } else if (first.length == 0) {
            first = chunk;
        } else {
            all = new ByteArrayOutputStream(first.length + chunk.length);
            all.writeBytes(first);
            all.writeBytes(chunk);
        }
    }

    @Override
    public void complete() {
        wanted.accept(all == null ? first : all.toByteArray());
    }
}
