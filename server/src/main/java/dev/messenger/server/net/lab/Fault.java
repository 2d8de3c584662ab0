package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Trouble on one connection, made by a handler that is put in for a while. On its event loop.
///
/// ```
/// put in --> began --> acted ... --> ended: asked, time, done, full or closed --> taken out
/// ```
/// What each does to the connection it undoes in [#undo], whatever the end.
abstract class Fault extends ChannelDuplexHandler implements LabHandler {

    /// Bytes that may wait because of one fault.
    static final long MOST_BYTES = 4 << 20;

    private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private final Order order;
    private @Nullable ScheduledFuture<?> end;
    private long count;
    private long toldAt = Long.MIN_VALUE;
    private boolean over;

    /// What was asked for.
    ///
    /// @param millis of a delay
    /// @param times that something is to be done
    /// @param endsAt by the lab's clock
    /// @param showing takes what becomes of it
    record Order(
            String id,
            FaultKind kind,
            long userId,
            String connection,
            long seconds,
            long millis,
            long times,
            long endsAt,
            LabClock clock,
            Consumer<LabEvent> showing,
            Runnable ended) {}

    Fault(Order order) {
        this.order = order;
    }

    Order order() {
        return order;
    }

    /// Whether it belongs right before the socket's own handler, where frames are, rather than first of
    /// all, where the bytes of the network are.
    boolean amongFrames() {
        return false;
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        end = ctx.executor().schedule(() -> end(ctx, "time"), order.seconds(), TimeUnit.SECONDS);
        tell("began", Optional.of(order.endsAt()), Optional.empty(), Optional.empty());
        begin(ctx);
    }

    /// Puts the connection into trouble.
    void begin(ChannelHandlerContext ctx) {}

    /// Undoes it: what waits goes on.
    void undo(ChannelHandlerContext ctx) {}

    /// Notes that it did something.
    final void acted() {
        count++;
        long now = order.clock().now();
        if (toldAt == Long.MIN_VALUE || now - toldAt >= TELL_EVERY) {
            toldAt = now;
            tell("acted", Optional.empty(), Optional.of(count), Optional.empty());
        }
    }

    final boolean isOver() {
        return over;
    }

    final void end(ChannelHandlerContext ctx, String why) {
        if (over) {
            return;
        }
        over = true;
        if (end != null) {
            end.cancel(false);
        }
        undo(ctx);
        tell("ended", Optional.empty(), Optional.of(count), Optional.of(why));
        order.ended().run();
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, "closed");
        ctx.fireChannelInactive();
    }

    /// Tears the connection down: no goodbye, no wait for what is still to be sent.
    static void reset(ChannelHandlerContext ctx) {
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        // From before TLS, which would say goodbye.
        ctx.pipeline().firstContext().close();
    }

    private void tell(
            String state, Optional<Long> endsAt, Optional<Long> acts, Optional<String> why) {
        order.showing()
                .accept(
                        new LabEvent.Fault(
                                order.id(),
                                order.kind().name(),
                                order.connection(),
                                order.clock().now(),
                                state,
                                endsAt,
                                acts,
                                why));
    }
}
