package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.Map;

/// Bytes to the parts of requests, and the parts of responses to bytes. On the event loop.
final class HttpCodec extends CombinedChannelDuplexHandler<RequestDecoder, HttpResponseEncoder> {

    HttpCodec() {
        super(new RequestDecoder(), new Encoder());
    }

    /// Takes heads as they are: [ResponseWriter] gives none a line that its status forbids, and cannot
    /// have one taken out again.
    private static final class Encoder extends HttpResponseEncoder {

        private static final int COLON_SPACE = ':' << 8 | ' ';
        private static final int CR_LF = '\r' << 8 | '\n';

        @Override
        protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean hasNoBody) {}

        /// Copies the lines that are encoded already: most of them are the same in every answer.
        @Override
        protected void encodeHeaders(HttpHeaders headers, ByteBuf out) {
            var lines = headers.iteratorCharSequence();
            while (lines.hasNext()) {
                Map.Entry<CharSequence, CharSequence> line = lines.next();
                if (line.getValue() instanceof HeadLine encoded) {
                    out.writeBytes(encoded.encoded());
                } else {
                    ByteBufUtil.writeAscii(out, line.getKey());
                    ByteBufUtil.writeShortBE(out, COLON_SPACE);
                    ByteBufUtil.writeAscii(out, line.getValue());
                    ByteBufUtil.writeShortBE(out, CR_LF);
                }
            }
        }
    }
}
