package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// A body that is wanted only when all of it is there. Its length is bounded by [Exchange].
final class WholeBody implements Intake {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private final Consumer<byte[]> wanted;

    /// @param wanted called once, on the event loop
    WholeBody(Consumer<byte[]> wanted) {
        this.wanted = wanted;
    }

    @Override
    public void add(ByteBuf more) {
        byte[] chunk = new byte[more.readableBytes()];
        more.readBytes(chunk);
        bytes.writeBytes(chunk);
    }

    @Override
    public void complete() {
        wanted.accept(bytes.toByteArray());
    }
}
