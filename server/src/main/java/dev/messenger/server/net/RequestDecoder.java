package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import java.util.List;

/// Netty's decoder with our limits, and without its patience for what RFC 9112 lets a server refuse:
/// request lines with other blanks than two spaces (section 3), versions in lower case (2.3), and
/// header lines that go on in the next line (5.2), which it would join silently.
///
/// It consumes exactly the bytes of a head in the calls that begin in one, so those are looked through.
final class RequestDecoder extends HttpRequestDecoder {

    static final int LINE_BYTES = 4 * 1024;
    static final int HEADER_BYTES = 8 * 1024;

    private final HeadLines lines = new HeadLines();
    private boolean inHead = true;

    RequestDecoder() {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LINE_BYTES)
                        .setMaxHeaderSize(HEADER_BYTES));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
            throws Exception {
        boolean head = inHead;
        int from = buffer.readerIndex();
        int before = out.size();
        super.decode(ctx, buffer, out);
        if (head) {
            lines.look(buffer, from, buffer.readerIndex());
        }
        for (Object message : out.subList(before, out.size())) {
            if (message instanceof HttpRequest request) {
                inHead = false;
                if (lines.areBad() && request.decoderResult().isSuccess()) {
                    request.setDecoderResult(DecoderResult.failure(new BadLine()));
                }
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
                lines.reset();
            }
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        if (!isVersion(initialLine[2])) {
            throw new BadLine();
        }
        return super.createMessage(initialLine);
    }

    /// `HTTP/`, a digit, a dot and a digit; by hand, because every request has one.
    private static boolean isVersion(String text) {
        return text.length() == 8
                && text.startsWith("HTTP/")
                && isDigit(text.charAt(5))
                && text.charAt(6) == '.'
                && isDigit(text.charAt(7));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Looks at each byte of a request line and at the first one of each line after it, across calls.
    private static final class HeadLines implements ByteProcessor {
        private boolean requestLineBegan;
        private boolean requestLineEnded;
        private int spaces;
        private boolean atLineStart;
        private boolean bad;

        private void look(ByteBuf buffer, int from, int to) {
            int at = from;
            if (!requestLineEnded) {
                int end = buffer.forEachByte(from, to - from, this);
                at = end < 0 ? to : end + 1;
            }
            while (at < to) {
                byte first = buffer.getByte(at);
                bad |= atLineStart && (first == HttpConstants.SP || first == HttpConstants.HT);
                int end = buffer.indexOf(at, to, HttpConstants.LF);
                atLineStart = end >= 0;
                at = atLineStart ? end + 1 : to;
            }
        }

        /// Whether the request line goes on after a byte of it.
        @Override
        public boolean process(byte value) {
            if (value == HttpConstants.LF) {
                // An empty line before it is allowed (RFC 9112 2.2).
                requestLineEnded = requestLineBegan;
                atLineStart = requestLineEnded;
                return !requestLineEnded;
            }
            if (value != HttpConstants.CR) {
                requestLineBegan = true;
                spaces += value == HttpConstants.SP ? 1 : 0;
                bad |= value >= 0 && value < HttpConstants.SP;
            }
            return true;
        }

        private boolean areBad() {
            return bad || spaces != 2;
        }

        private void reset() {
            requestLineBegan = false;
            requestLineEnded = false;
            spaces = 0;
            atLineStart = false;
            bad = false;
        }
    }

    private static final class BadLine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private BadLine() {
            super("a line of the head is malformed", null, false, false);
        }
    }
}
