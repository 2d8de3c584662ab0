package dev.messenger.server.net;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Bytes to the parts of requests, and the parts of responses to bytes. On the event loop.
final class HttpCodec extends CombinedChannelDuplexHandler<RequestDecoder, HttpResponseEncoder> {

    HttpCodec() {
        super(new RequestDecoder(), new HttpResponseEncoder());
    }
}
