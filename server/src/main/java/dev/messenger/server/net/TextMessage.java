package dev.messenger.server.net;

import dev.messenger.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text message that one socket is sending, put together from its fragments (RFC 6455 5.4).
///
/// Used on the socket's event loop. Which frame may follow which is the decoder's to judge; the
/// number of fragments is judged here, because empty ones cost the sender next to nothing.
final class TextMessage {

    static final int LARGEST = 64 << 10;
    static final int MOST_FRAGMENTS = 128;

    private static final char REPLACEMENT = '\uFFFD';

    private final int largest;
    private final int mostFragments;
    private @Nullable ByteArrayOutputStream earlier;
    private int fragments;

    /// @param largest bytes of all its fragments
    TextMessage(int largest, int mostFragments) {
        this.largest = largest;
        this.mostFragments = mostFragments;
    }

    /// Adds the next fragment, of which nothing is kept but a copy.
    ///
    /// @return the whole text, once the last fragment is there
    /// @throws Breach if the message is too big, has too many fragments, or is not UTF-8
    Optional<String> add(ByteBuf fragment, boolean last) {
        if (last && earlier == null) {
            return Optional.of(text(fragment));
        }
        ByteArrayOutputStream message = earlier == null ? new ByteArrayOutputStream() : earlier;
        if (++fragments > mostFragments || message.size() + fragment.readableBytes() > largest) {
            forget();
            throw new Breach(CloseCode.TOO_BIG);
        }
        message.writeBytes(ByteBufUtil.getBytes(fragment));
        if (!last) {
            earlier = message;
            return Optional.empty();
        }
        forget();
        return Optional.of(text(Unpooled.wrappedBuffer(message.toByteArray())));
    }

    private void forget() {
        earlier = null;
        fragments = 0;
    }

    /// Strict UTF-8 (RFC 6455 8.1). The JDK's quick decoder puts U+FFFD for what is malformed; so only
    /// a text with that character in it needs the slow one, which tells whether it was sent.
    private static String text(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(bytes.nioBuffer()).toString();
            } catch (CharacterCodingException e) {
                throw new Breach(CloseCode.INVALID_UTF8);
            }
        }
        return text;
    }
}
