package dev.messenger.server.net;

import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Link;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Router;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP connection: its requests one after the other, and the time they may take.
///
/// Everything on the event loop. While an [Exchange] is in work, what the client sent after it waits;
/// reading pauses as soon as anything does, so no more than one read of the socket is ever kept.
final class HttpHandler extends ChannelInboundHandlerAdapter {

    /// An event for the pipeline: close after the next answer, or the one in work.
    static final Object ONE_MORE = new Object();

    /// An event for the pipeline: finish what is in work, then close.
    static final Object STOP = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);

    private final Channel channel;
    private final Service service;
    private final Link link;
    private final ResponseWriter writer;
    private final Work work;
    private final Patience patience;

    private final Queue<HttpObject> waiting = new ArrayDeque<>();
    private @Nullable Exchange current;
    private boolean taking;
    private boolean stopping;

    private boolean headBegan;
    private boolean decoded;

    /// What every connection of the server serves with.
    ///
    /// @param workers runs each task on a thread that may block
    /// @param clients whom a request counts for
    /// @param crossOrigin what pages of other origins may do
    record Service(
            Router router,
            Executor workers,
            Upgrade upgrade,
            Clients clients,
            CrossOrigin crossOrigin,
            ConnectionLimits limits) {}

    /// @param secure whether TLS comes before it
    HttpHandler(Channel channel, Service service, boolean secure) {
        this.channel = channel;
        this.service = service;
        this.link = service.clients().link(channel);
        this.work = new Work(channel, service.router(), service.workers());
        this.writer = new ResponseWriter(channel, work, service.crossOrigin(), secure);
        this.patience = new Patience(channel, service.limits());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            awaitHead();
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            awaitHead();
        } else if (event.equals(ONE_MORE)) {
            stopping = true;
            if (current != null) {
                current.beLast();
            }
        } else if (event.equals(STOP)) {
            stop();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        decoded = true;
        waiting.add((HttpObject) message);
        take();
        readOrPause();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Exchange exchange = current;
        if (exchange == null) {
            if (!decoded && !headBegan) {
                awaitHead();
            }
        } else if (!exchange.hasArrived() && !patience.waits()) {
            patience.awaitBody(exchange);
        }
        decoded = false;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (current != null) {
            current.vanish();
        }
        leave();
        ctx.fireChannelInactive();
    }

    /// Also when a WebSocket takes over: it starts with nothing read before its handshake.
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (!waiting.isEmpty()) {
            channel.close();
        }
        leave();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
    }

    /// Ends the connection after a fault: the client's is not worth a line, ours is.
    void fail(Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("event=connection_failed channel={} cause=\"{}\"", id(), cause.toString());
        } else {
            LOG.error("event=connection_failed channel={}", id(), cause);
        }
        channel.close();
    }

    Service service() {
        return service;
    }

    /// What its requests come on.
    Link link() {
        return link;
    }

    Work work() {
        return work;
    }

    Patience patience() {
        return patience;
    }

    ResponseWriter writer() {
        return writer;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean nothingWaits() {
        return waiting.isEmpty();
    }

    void upgrade(HttpRequest request, Head head, Consumer<Response> refuse) {
        service.upgrade().start(channel.pipeline().context(this), request, head, refuse);
    }

    /// The exchange is over and the connection lives.
    void next() {
        current = null;
        headBegan = false;
        if (stopping) {
            channel.close();
            return;
        }
        patience.awaitNext();
        take();
        readOrPause();
    }

    void linger() {
        leave();
        Linger.start(channel, service.limits().linger());
    }

    void readOrPause() {
        boolean read = waiting.isEmpty() && (current == null || !current.isFull());
        if (channel.config().isAutoRead() != read) {
            if (!read) {
                patience.readingPaused();
            }
            channel.config().setAutoRead(read);
        }
    }

    private void take() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (isReady() && !waiting.isEmpty()) {
                take(waiting.remove());
            }
        } finally {
            taking = false;
        }
    }

    private boolean isReady() {
        return current == null || !current.hasArrived();
    }

    private void take(HttpObject message) {
        try {
            if (current == null && message instanceof HttpRequest request) {
                patience.rest();
                current = new Exchange(this, channel, request);
                current.begin();
            } else if (current != null && message instanceof HttpContent content) {
                current.receive(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void awaitHead() {
        headBegan = true;
        patience.awaitHead();
    }

    private void stop() {
        stopping = true;
        if (current == null) {
            channel.close();
        } else {
            current.beLast();
        }
    }

    private void leave() {
        patience.end();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    private String id() {
        return channel.id().asShortText();
    }
}
