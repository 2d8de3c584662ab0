package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The faults that are on, of all connections. Asked on virtual threads; puts them in and takes them
/// out on event loops.
final class Faults {

    private static final long USUAL_MILLIS = 500;

    private final LabClock clock;
    private final Screens screens;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<String, Active> byId = new ConcurrentHashMap<>();

    private record Active(Channel channel, Fault fault) {}

    Faults(LabClock clock, Screens screens) {
        this.clock = clock;
        this.screens = screens;
    }

    /// Those on one connection. On its event loop.
    static List<LabApi.ActiveFault> on(Channel channel) {
        List<LabApi.ActiveFault> faults = new ArrayList<>();
        for (Map.Entry<String, ChannelHandler> entry : channel.pipeline()) {
            if (entry.getValue() instanceof Fault fault) {
                Fault.Order order = fault.order();
                faults.add(new LabApi.ActiveFault(order.id(), order.kind().name(), order.endsAt()));
            }
        }
        return faults;
    }

    /// @throws Rejected if there is no such fault, or it is on
    LabApi.Broken begin(long userId, Channel channel, LabApi.Breaking asked) {
        FaultKind kind =
                FaultKind.named(asked.fault())
                        .orElseThrow(
                                () ->
                                        Rejected.field(
                                                "fault",
                                                Reason.INVALID_VALUE,
                                                "There is no such fault."));
        String id = Long.toString(lastId.incrementAndGet());
        long seconds = asked.seconds().orElse(kind.seconds());
        Fault fault =
                kind.make(
                        new Fault.Order(
                                id,
                                kind,
                                userId,
                                channel.id().asShortText(),
                                seconds,
                                asked.millis().orElse(USUAL_MILLIS),
                                asked.count().orElse(1L),
                                clock.now() + TimeUnit.SECONDS.toNanos(seconds),
                                clock,
                                event -> screens.show(userId, event),
                                () -> byId.remove(id)));
        OnLoop.call(
                channel,
                () -> {
                    putIn(channel, fault);
                    return true;
                });
        return new LabApi.Broken(
                id, kind.name(), channel.id().asShortText(), fault.order().endsAt());
    }

    private void putIn(Channel channel, Fault fault) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(fault.getClass()) != null) {
            throw Laboratory.conflict("A fault of this kind is on already.");
        }
        List<String> handlers = LabHandler.othersIn(pipeline);
        if (!channel.isActive() || handlers.isEmpty()) {
            throw Rejected.notFound("You have no such connection.");
        }
        byId.put(fault.order().id(), new Active(channel, fault));
        if (fault.amongFrames()) {
            pipeline.addBefore(handlers.getLast(), null, fault);
        } else {
            pipeline.addFirst(fault);
        }
    }

    /// @throws Rejected if there is none of theirs
    void end(long userId, String id) {
        Active active = byId.get(id);
        if (active == null || active.fault().order().userId() != userId) {
            throw Rejected.notFound("You have no such fault.");
        }
        OnLoop.call(
                active.channel(),
                () -> {
                    ChannelHandlerContext ctx = active.channel().pipeline().context(active.fault());
                    if (ctx != null) {
                        active.fault().end(ctx, "asked");
                    }
                    return true;
                });
    }
}
