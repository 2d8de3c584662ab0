package dev.messenger.server.net.lab;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/// New messages arrive twice, as when a client did not trust its connection. On the event loop.
final class DuplicateFault extends Fault {

    private long left;

    DuplicateFault(Order order) {
        super(order);
        left = order.times();
    }

    @Override
    boolean amongFrames() {
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (left == 0
                || !(message instanceof TextWebSocketFrame text)
                || !text.isFinalFragment()
                || !Words.contain(text.content(), "\"new_message\"")) {
            ctx.fireChannelRead(message);
            return;
        }
        left--;
        acted();
        ctx.fireChannelRead(text.copy());
        ctx.fireChannelRead(text);
        if (left == 0) {
            end(ctx, "done");
        }
    }
}
