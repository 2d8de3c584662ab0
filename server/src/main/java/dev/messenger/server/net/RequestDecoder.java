package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import java.util.List;

/// Netty's decoder with our limits, and without its patience for header lines that go on in the next
/// line (RFC 9112 5.2: obs-fold), which it would join silently.
///
/// It consumes exactly the bytes of a head in the calls that begin in one, so those are looked through.
final class RequestDecoder extends HttpRequestDecoder {

    static final int LINE_BYTES = 4 * 1024;
    static final int HEADER_BYTES = 8 * 1024;

    private final FoldFinder folds = new FoldFinder();
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
            buffer.forEachByte(from, buffer.readerIndex() - from, folds);
        }
        for (Object message : out.subList(before, out.size())) {
            if (message instanceof HttpRequest request) {
                inHead = false;
                if (folds.found && request.decoderResult().isSuccess()) {
                    request.setDecoderResult(DecoderResult.failure(new ObsoleteFold()));
                }
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
                folds.reset();
            }
        }
    }

    /// Looks for a line that starts with a blank, across calls.
    private static final class FoldFinder implements ByteProcessor {
        private boolean atLineStart;
        private boolean found;

        @Override
        public boolean process(byte value) {
            found |= atLineStart && (value == HttpConstants.SP || value == HttpConstants.HT);
            atLineStart = value == HttpConstants.LF;
            return true;
        }

        private void reset() {
            atLineStart = false;
            found = false;
        }
    }

    private static final class ObsoleteFold extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ObsoleteFold() {
            super("a header goes on in the next line", null, false, false);
        }
    }
}
