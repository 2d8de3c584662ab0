package dev.messenger.server.net;

import io.netty.channel.ChannelPipeline;

/// What a connection passes through, from its bytes to [HttpHandler].
final class Pipeline {

    private Pipeline() {}

    /// Removes what serves HTTP alone, once its last answer is written; the HTTP codec is the
    /// WebSocket handshaker's to replace.
    static void leaveHttp(ChannelPipeline pipeline) {}
}
