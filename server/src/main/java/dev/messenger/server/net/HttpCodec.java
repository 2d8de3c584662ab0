package dev.messenger.server.net;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Bytes to the parts of requests, and the parts of responses to bytes. On the event loop.
final class HttpCodec extends CombinedChannelDuplexHandler<RequestDecoder, HttpResponseEncoder> {

    HttpCodec() {
        super(new RequestDecoder(), new Encoder());
    }

    /// Takes heads as they are: [ResponseWriter] gives none a line that its status forbids, and cannot
    /// have one taken out again.
    private static final class Encoder extends HttpResponseEncoder {
        @Override
        protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean hasNoBody) {}
    }
}
