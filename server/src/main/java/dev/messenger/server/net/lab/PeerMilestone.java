package dev.messenger.server.net.lab;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sees a message that is followed leave to its recipient. Notes two moments and nothing else, and is
/// gone with them. On the event loop of the recipient's socket.
final class PeerMilestone extends ChannelDuplexHandler implements LabHandler {

    private final Traces traces;
    private final Trace trace;
    private boolean seen;

    private PeerMilestone(Traces traces, Trace trace) {
        this.traces = traces;
        this.trace = trace;
    }

    static void put(Traces traces, Trace trace, Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        List<String> others = LabHandler.othersIn(pipeline);
        if (!channel.isActive() || others.isEmpty()) {
            return;
        }
        PeerMilestone milestone = new PeerMilestone(traces, trace);
        pipeline.addBefore(others.getLast(), null, milestone);
        channel.eventLoop()
                .schedule(() -> milestone.leave(pipeline), Traces.SECONDS, TimeUnit.SECONDS);
    }

    private void leave(ChannelPipeline pipeline) {
        if (pipeline.context(this) != null) {
            pipeline.remove(this);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (seen
                || trace.has(Stage.PEER_WRITE)
                || !(message instanceof ByteBuf frame)
                || !Words.contain(frame, trace.words())) {
            ctx.write(message, promise);
            return;
        }
        seen = true;
        trace.noteAfter(Stage.COMMIT, Stage.PEER_WRITE, traces.clock().now());
        ChannelPromise told = promise.unvoid();
        told.addListener(
                written -> {
                    if (written.isSuccess()) {
                        trace.noteAfter(Stage.PEER_WRITE, Stage.PEER_FLUSH, traces.clock().now());
                    }
                    leave(ctx.pipeline());
                });
        ctx.write(message, told);
    }
}
