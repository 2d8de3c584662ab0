package dev.messenger.server.net.lab;

import dev.messenger.protocol.Command;
import dev.messenger.server.delivery.Commands;
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
import java.util.Optional;

/// Notes where a message is that is followed. Each part is called on the thread that carries the
/// message there.
final class TraceLens implements Lens {

    private final Traces traces;
    private final LabClock clock;
    private final OpenSockets openSockets;

    TraceLens(Traces traces, OpenSockets openSockets) {
        this.traces = traces;
        this.clock = traces.clock();
        this.openSockets = openSockets;
    }

    @Override
    public Commands commands(Commands commands) {
        return new Commands() {
            @Override
            public Command read(String text) {
                if (!traces.isArmed()) {
                    return commands.read(text);
                }
                long began = clock.now();
                Command command = commands.read(text);
                if (command instanceof Command.NewMessage message) {
                    traces.find(message.clientMsgId()).ifPresent(it -> wasRead(it, began));
                }
                return command;
            }

            @Override
            public Optional<Outcome> promptly(Caller me, Command command) {
                return commands.promptly(me, command);
            }

            @Override
            public Outcome handle(Caller me, Command command) {
                return commands.handle(me, command);
            }
        };
    }

    private void wasRead(Trace trace, long began) {
        trace.noteAfter(Stage.WEBSOCKET, Stage.INBOX, began);
        trace.noteAfter(Stage.INBOX, Stage.JSON, clock.now());
    }

    @Override
    public Router router(Router router) {
        return new TimedRouter(router, traces);
    }

    @Override
    public Writes writes(Writes writes) {
        return new Writes() {
            @Override
            public void submit(Append append, Answer answer) {
                if (append instanceof Append.Post post) {
                    submitted(post);
                }
                writes.submit(append, answer);
            }

            @Override
            public void together(Runnable task) {
                writes.together(task);
            }
        };
    }

    private void submitted(Append.Post post) {
        TimedRouter.followed(traces, post);
        if (traces.isArmed()) {
            traces.find(post.clientMsgId())
                    .filter(it -> it.userId() == post.actorId())
                    .ifPresent(it -> it.noteAfter(Stage.JSON, Stage.RULES, clock.now()));
        }
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
