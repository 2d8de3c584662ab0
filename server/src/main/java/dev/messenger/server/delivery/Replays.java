package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.ChatHead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What one socket is told from the logs: what it missed before its `hello`, what its `sync` asks for,
/// and what did not come in its turn.
///
/// One [Replay] at a time: two of one chat would tell its numbers twice. Everything on the socket's
/// event loop, but for [#sync].
final class Replays {

    private final Line line;
    private final Resumption log;
    private final Arrivals arrivals;
    private final Feed feed;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    Replays(Line line, Resumption log, Arrivals arrivals) {
        this.line = line;
        this.log = log;
        this.arrivals = arrivals;
        this.feed = new Feed(line, this::fillHole);
    }

    /// What the socket was told.
    Feed feed() {
        return feed;
    }

    /// Sends the welcome, and all that was missed.
    ///
    /// @param done run when the socket is up to date, or closes because it cannot be brought there
    void begin(Event.Welcome welcome, Resumption.Plan plan, Runnable done) {
        List<Replay.Part> parts = new ArrayList<>();
        feed.begin(welcome, plan).forEach(chatId -> parts.add(whole(chatId)));
        plan.starts().stream()
                .filter(Resumption.Start::replay)
                .forEach(start -> parts.add(whole(start.chatId())));
        start(
                () -> parts,
                result -> {
                    if (result.complete()) {
                        plan.marks().forEach(mark -> feed.tell(Telling.receipt(mark)));
                        line.write(new Event.Synced(welcome.ref(), Optional.empty()));
                    } else {
                        line.close(CloseCode.FAULT);
                    }
                    done.run();
                });
    }

    private void fillHole(long chatId) {
        start(
                // A sync that waited longer may have filled it meanwhile: what has come since is
                // not to be told twice.
                () -> feed.isReplayed(chatId) ? List.of(whole(chatId)) : List.of(),
                result -> {
                    if (!result.complete()) {
                        line.close(CloseCode.FAULT);
                    }
                });
    }

    private static Replay.Part whole(long chatId) {
        return new Replay.Part(chatId, Long.MAX_VALUE);
    }

    /// Goes back to where the client says it is, and from there as far as it asks. On a worker,
    /// or on the loop if it asks for nothing.
    ///
    /// @param done run when that was answered, unless this throws
    void sync(Caller caller, Command.Sync sync, Runnable done) {
        List<ChatHead> heads =
                sync.chats().keySet().stream().map(chatId -> log.head(caller, chatId)).toList();
        line.runAtOnce(
                () ->
                        start(
                                () -> heads.stream().map(head -> rewind(head, sync)).toList(),
                                result -> {
                                    synced(sync, heads, result);
                                    done.run();
                                }));
    }

    private Replay.Part rewind(ChatHead head, Command.Sync sync) {
        long chatId = head.chat().id();
        Command.From from = Objects.requireNonNull(sync.chats().get(chatId));
        feed.replay(chatId, Math.min(from.after(), head.chat().lastSeq()));
        return new Replay.Part(chatId, from.limit().orElse((long) Command.LARGEST_PAGE));
    }

    private void synced(Command.Sync sync, List<ChatHead> heads, Replay.Result result) {
        if (!result.complete()) {
            line.write(FrameErrors.answering(sync.ref(), FrameErrors.unavailable()));
            return;
        }
        for (ChatHead head : heads) {
            head.marks().forEach(mark -> feed.tell(Telling.receipt(mark)));
        }
        line.write(new Event.Synced(sync.ref(), Optional.of(result.more())));
    }

    /// @param parts asked for when it is their turn
    private void start(Supplier<List<Replay.Part>> parts, Consumer<Replay.Result> finished) {
        waiting.add(
                () ->
                        new Replay(
                                        feed,
                                        line,
                                        log,
                                        arrivals,
                                        parts.get(),
                                        result -> {
                                            finished.accept(result);
                                            busy = false;
                                            next();
                                        })
                                .start());
        next();
    }

    private void next() {
        Runnable replay = busy ? null : waiting.poll();
        if (replay != null) {
            busy = true;
            replay.run();
        }
    }
}
