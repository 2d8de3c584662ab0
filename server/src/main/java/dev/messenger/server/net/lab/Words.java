package dev.messenger.server.net.lab;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Looks for words in bytes that nobody has read yet.
final class Words {

    private Words() {}

    /// @param words in ASCII
    static boolean contain(ByteBuf bytes, String words) {
        ByteBuf needle = Unpooled.wrappedBuffer(words.getBytes(StandardCharsets.US_ASCII));
        return ByteBufUtil.indexOf(needle, bytes) >= 0;
    }
}
