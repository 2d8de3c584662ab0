package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.LabEvent.TlsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The probes of one connection: one before its first handler, and one after each. On its event loop.
///
/// ```
/// socket [0] tls [1] decoder [2] encoder [3] FrameHandler [4] tail
/// ```
/// When the handlers change, as in an upgrade, the probes are laid anew.
final class Probes {

    private static final AttributeKey<Probes> HERE = AttributeKey.valueOf(Probes.class, "probes");
    private static final String SOCKET = "socket";
    private static final String TAIL = "tail";

    private final Channel channel;
    private final Recorder recorder;

    private List<String> handlers = List.of();
    private final List<Probe> laid = new ArrayList<>();
    private boolean relaying;
    private boolean gone;

    private @Nullable TlsRecords incoming;
    private @Nullable TlsRecords outgoing;

    private @Nullable Hold hold;

    private Probes(Channel channel, Recorder recorder) {
        this.channel = channel;
        this.recorder = recorder;
    }

    static @Nullable Probes of(Channel channel) {
        return channel.attr(HERE).get();
    }

    /// Puts probes into a pipeline that has none.
    static Probes attach(Channel channel, Recorder recorder) {
        Probes probes = new Probes(channel, recorder);
        channel.attr(HERE).set(probes);
        if (channel.pipeline().get(SslHandler.class) != null) {
            probes.incoming = new TlsRecords();
            probes.outgoing = new TlsRecords();
        }
        probes.lay();
        return probes;
    }

    Recorder recorder() {
        return recorder;
    }

    Optional<Hold> hold() {
        return Optional.ofNullable(hold);
    }

    /// Takes them all out; what waits goes on.
    void detach() {
        if (gone) {
            return;
        }
        gone = true;
        endHold("gone");
        channel.attr(HERE).set(null);
        takeUp();
        recorder.showing().ended();
    }

    /// The connection has told all that it will.
    void closed() {
        if (!gone) {
            recorder.show(new LabEvent.Closed(recorder.connection(), recorder.clock().now()));
            detach();
        }
    }

    private void lay() {
        ChannelPipeline pipeline = channel.pipeline();
        takeUp();
        handlers = LabHandler.othersIn(pipeline);
        for (int i = 0; i <= handlers.size(); i++) {
            Probe probe = new Probe(this, i);
            laid.add(probe);
            String name = "lab-probe-" + i;
            if (i < handlers.size()) {
                pipeline.addBefore(handlers.get(i), name, probe);
            } else {
                pipeline.addLast(name, probe);
            }
        }
        recorder.show(
                new LabEvent.Pipeline(
                        recorder.connection(),
                        recorder.clock().now(),
                        Portrait.handlersOf(pipeline)));
    }

    private void takeUp() {
        for (Probe probe : laid) {
            if (channel.pipeline().context(probe) != null) {
                channel.pipeline().remove(probe);
            }
        }
        laid.clear();
    }

    /// @param message what passes, or a text that says it, or `""`
    void in(Probe probe, String kind, Object message, Runnable forward) {
        int i = probe.position();
        String from = i == 0 ? SOCKET : handlers.get(i - 1);
        String to = i == handlers.size() ? TAIL : handlers.get(i);
        pass(new Recorder.Step(true, kind, from, to), i, message, forward);
    }

    void out(Probe probe, String kind, Object message, Runnable forward) {
        int i = probe.position();
        String from = i == handlers.size() ? TAIL : handlers.get(i);
        String to = i == 0 ? SOCKET : handlers.get(i - 1);
        pass(new Recorder.Step(false, kind, from, to), i, message, forward);
    }

    /// What comes in and may be held.
    void comes(Probe probe, String kind, Object message, Runnable forward) {
        Hold here = hold;
        if (here != null && here.position() == probe.position()) {
            here.add(kind, message, () -> in(probe, kind, message, forward));
        } else {
            in(probe, kind, message, forward);
        }
    }

    /// Nothing more will come to where something may wait.
    void goes(Probe probe) {
        Hold here = hold;
        if (here != null && here.position() == probe.position()) {
            endHold("gone");
        }
    }

    private void pass(Recorder.Step step, int position, Object message, Runnable forward) {
        recorder.note(step, message, records(step.inbound(), position, message), forward);
        if (recorder.isSettled()) {
            relayIfChanged();
            recorder.showing().settled();
        }
    }

    private Optional<List<TlsRecord>> records(boolean inbound, int position, Object message) {
        TlsRecords records = inbound ? incoming : outgoing;
        return position == 0 && records != null && message instanceof ByteBuf bytes
                ? Optional.of(records.in(bytes))
                : Optional.empty();
    }

    private void relayIfChanged() {
        if (relaying || gone || LabHandler.othersIn(channel.pipeline()).equals(handlers)) {
            return;
        }
        relaying = true;
        // Not now: whoever changes the handlers is not through yet.
        channel.eventLoop()
                .execute(
                        () -> {
                            relaying = false;
                            if (!gone) {
                                endHold("gone");
                                lay();
                            }
                        });
    }

    /// Has what comes wait before a handler.
    ///
    /// @param handler the first, if empty
    /// @return whether there is such a handler
    boolean startHold(Optional<String> handler, long seconds) {
        int position = handler.map(handlers::indexOf).orElse(0);
        if (position < 0 || handlers.isEmpty()) {
            return false;
        }
        endHold("asked");
        hold = new Hold(channel, recorder, position, handlers.get(position));
        hold.start(seconds, this::endHold);
        return true;
    }

    void step(long count) {
        if (hold != null) {
            hold.step(count);
        }
    }

    void endHold(String why) {
        Hold ending = hold;
        if (ending != null) {
            ending.end(why);
            if (hold == ending) {
                hold = null;
            }
        }
    }
}
