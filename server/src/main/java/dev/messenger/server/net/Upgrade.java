package dev.messenger.server.net;

import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Consumer;

/// Takes a connection from HTTP to a WebSocket, or refuses to.
///
/// [HttpHandler] calls it on the channel's event loop, once the whole request has come; until it is
/// answered no other request of the connection is looked at.
interface Upgrade {

    /// Decides without blocking the loop, and then, on the loop, either takes the pipeline over
    /// ([Pipeline#leaveHttp]) or refuses.
    ///
    /// @param ctx of the `HttpHandler`
    /// @param refuse answers over HTTP instead; to be called on the loop
    void start(
            ChannelHandlerContext ctx, HttpRequest request, Head head, Consumer<Response> refuse);
}
