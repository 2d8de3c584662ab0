package dev.messenger.server.net.lab;

import dev.messenger.protocol.Command;
import dev.messenger.server.delivery.Marks;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.net.OpenSockets;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.storage.Append;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Watermark;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/// Notes where a message is that is followed. Each part is called on the thread that carries the
/// message there.
final class TraceLens implements Lens {

    private final Traces traces;
    private final LabClock clock;
    private final OpenSockets openSockets;

    /// Since when a worker is free for the next message: it took it up then.
    private final ThreadLocal<Long> freeSince = new ThreadLocal<>();

    TraceLens(Traces traces, OpenSockets openSockets) {
        this.traces = traces;
        this.clock = traces.clock();
        this.openSockets = openSockets;
    }

    @Override
    public Executor workers(Executor workers) {
        return task ->
                workers.execute(
                        () -> {
                            if (traces.isArmed()) {
                                freeSince.set(clock.now());
                            }
                            task.run();
                        });
    }

    @Override
    public BiFunction<Caller, Command, Outcome> commands(
            BiFunction<Caller, Command, Outcome> commands) {
        return (caller, command) -> {
            if (!traces.isArmed()) {
                return commands.apply(caller, command);
            }
            if (command instanceof Command.NewMessage message) {
                traces.find(message.clientMsgId())
                        .filter(trace -> trace.userId() == caller.userId())
                        .ifPresent(this::wasRead);
            }
            try {
                return commands.apply(caller, command);
            } finally {
                freeSince.set(clock.now());
            }
        };
    }

    private void wasRead(Trace trace) {
        long now = clock.now();
        Long since = freeSince.get();
        if (since != null) {
            trace.noteAfter(Stage.WEBSOCKET, Stage.INBOX, since);
            trace.noteAfter(Stage.INBOX, Stage.JSON, now);
        }
    }

    @Override
    public Router router(Router router) {
        return new TimedRouter(router, traces);
    }

    @Override
    public Writes writes(Writes writes) {
        return (append, answer) -> {
            if (append instanceof Append.Post post) {
                TimedRouter.followed(traces, post);
            }
            if (traces.isArmed() && append instanceof Append.Post post) {
                traces.find(post.clientMsgId())
                        .filter(it -> it.userId() == post.actorId())
                        .ifPresent(it -> it.noteAfter(Stage.JSON, Stage.RULES, clock.now()));
            }
            writes.submit(append, answer);
        };
    }

    @Override
    public Storage storage(Storage storage) {
        return new TracedStorage(storage, traces);
    }

    @Override
    public Sockets sockets(Sockets sockets) {
        return new TracedSockets(sockets, traces, openSockets);
    }

    @Override
    public Marks marks(Marks marks) {
        return moved -> {
            if (traces.isArmed()) {
                received(moved);
            }
            marks.mark(moved);
        };
    }

    private void received(List<Watermark> moved) {
        for (Trace trace : traces.all()) {
            for (Watermark mark : moved) {
                long seq = Math.max(mark.deliveredSeq(), mark.readSeq());
                if (trace.isReceivedBy(mark.userId(), mark.chatId(), seq)
                        && !trace.has(Stage.RECEIVED)) {
                    Stage before = trace.has(Stage.PEER_FLUSH) ? Stage.PEER_FLUSH : Stage.COMMIT;
                    trace.noteAfter(before, Stage.RECEIVED, clock.now());
                    traces.moved(trace);
                }
            }
        }
    }
}
