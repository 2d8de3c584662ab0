package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.Message;
import dev.messenger.storage.Watermark;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A conversation in the frames of Part 2, in the order they come: see [Inbox].
///
/// It begins with a `hello`, which signs the socket in and brings it up to date: the socket is
/// subscribed first, then the chats' heads are read, then the logs, and then it is live.
///
/// ```
///  open --hello--> subscribed --heads--> welcome --logs--> synced
///    \--5 s--> 4002
/// ```
public final class ResumableConversation implements Conversation {

    static final Duration HELLO = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ResumableConversation.class);

    private final Optional<SignIn> upgrade;
    private final Line line;
    private final Backstage backstage;
    private final LongSupplier nanoTime;
    private final Inbox inbox;
    private final Unanswered unanswered;
    private final Feed feed;
    private final Replays replays = new Replays();

    /// Counts messages, on the loop. Their handling may take longer than a peer has for its `hello`.
    private int heard;

    /// Set once, by the `hello`.
    private volatile @Nullable Caller me;

    /// A token that was found good.
    ///
    /// @param began when it was looked at, by [System#nanoTime]
    public record SignIn(Caller caller, long began) {}

    /// @param upgrade whose token came with the upgrade, if one did
    public ResumableConversation(Optional<SignIn> upgrade, Line line, Backstage backstage) {
        this(upgrade, line, backstage, System::nanoTime);
    }

    ResumableConversation(
            Optional<SignIn> upgrade, Line line, Backstage backstage, LongSupplier nanoTime) {
        this.upgrade = upgrade;
        this.line = line;
        this.backstage = backstage;
        this.nanoTime = nanoTime;
        this.inbox = new Inbox(backstage.workers(), line, this::handle);
        this.unanswered = new Unanswered(backstage.workers());
        this.feed = new Feed(line, this::fillHole);
    }

    /// Begins to wait for the `hello`. On the loop, as all that comes from the socket.
    public void open() {
        int before = heard;
        line.after(
                HELLO,
                () -> {
                    if (heard == before) {
                        line.close(CloseCode.NO_HELLO);
                    }
                });
    }

    /// What the socket was told; for its event loop.
    public Feed feed() {
        return feed;
    }

    @Override
    public void receive(String message) {
        heard++;
        inbox.receive(message);
    }

    @Override
    public void end(CloseCode why) {
        inbox.whenHandled(
                done ->
                        unanswered.whenAtMost(
                                0,
                                () -> {
                                    line.close(why);
                                    done.run();
                                }));
    }

    @Override
    public void close() {
        inbox.close();
    }

    private void handle(String message, Runnable done) {
        Caller caller = me;
        Command command;
        try {
            if (caller != null) {
                backstage.frames().take(caller.userId());
            }
            command = Json.read(message, Command.class);
        } catch (RuntimeException | Error e) {
            refuse(Command.refOf(message), e);
            done.run();
            return;
        }
        if (caller == null && command instanceof Command.Hello hello) {
            hello(hello, done);
        } else if (caller == null || command instanceof Command.Hello) {
            line.close(CloseCode.OUT_OF_TURN);
            done.run();
        } else {
            unanswered.whenAtMost(mostUnanswered(command), () -> carryOut(caller, command, done));
        }
    }

    /// What reads must see what this socket has written before.
    private static int mostUnanswered(Command command) {
        return switch (command) {
            case Command.NewMessage _ -> Inbox.LIMIT - 1;
            case Command.Received _ -> Inbox.LIMIT;
            default -> 0;
        };
    }

    private void hello(Command.Hello hello, Runnable done) {
        backstage
                .arrivals()
                .enter(
                        () -> subscribe(hello, done),
                        () -> {
                            refuse(hello.ref(), Arrivals.tooMany());
                            done.run();
                        });
    }

    private void subscribe(Command.Hello hello, Runnable done) {
        try {
            SignIn signIn = upgrade.orElseGet(() -> signIn(hello));
            me = signIn.caller();
            line.signIn(signIn.caller(), signIn.began());
            // Back here when the loop has done so: what is committed from now on is published to
            // us.
            line.run(
                    () ->
                            backstage
                                    .arrivals()
                                    .enter(
                                            () -> welcome(hello, signIn, done),
                                            () -> giveUp(hello, Arrivals.tooMany(), done)));
        } catch (RuntimeException | Error e) {
            refuse(hello.ref(), e);
            done.run();
        }
    }

    private SignIn signIn(Command.Hello hello) {
        long began = nanoTime.getAsLong();
        String token =
                hello.token()
                        .orElseThrow(() -> Authentication.unauthorized("The hello needs a token."));
        return new SignIn(backstage.tokens().apply(token), began);
    }

    private void welcome(Command.Hello hello, SignIn signIn, Runnable done) {
        try {
            Resumption.Plan plan = backstage.resumption().plan(signIn.caller(), hello.resume());
            Event.Welcome welcome =
                    backstage.resumption().welcome(hello.ref(), signIn.caller(), plan);
            line.run(() -> begin(hello.ref(), welcome, plan, done));
        } catch (RuntimeException | Error e) {
            giveUp(hello, e, done);
        }
    }

    private void giveUp(Command.Hello hello, Throwable fault, Runnable done) {
        refuse(hello.ref(), fault);
        line.close(CloseCode.FAULT);
        done.run();
    }

    private void begin(
            Optional<String> ref, Event.Welcome welcome, Resumption.Plan plan, Runnable done) {
        List<Replay.Part> parts = new ArrayList<>();
        feed.begin(welcome, plan).forEach(chatId -> parts.add(whole(chatId)));
        plan.starts().stream()
                .filter(Resumption.Start::replay)
                .forEach(start -> parts.add(whole(start.chatId())));
        replays.start(
                () -> parts,
                result -> {
                    if (result.complete()) {
                        plan.marks().forEach(mark -> feed.tell(Telling.receipt(mark)));
                        line.write(new Event.Synced(ref, Optional.empty()));
                    } else {
                        line.close(CloseCode.FAULT);
                    }
                    done.run();
                });
    }

    private void fillHole(long chatId) {
        replays.start(
                // A sync that waited longer may have filled it meanwhile: what has come since is
                // not
                // to be told twice.
                () -> feed.isReplayed(chatId) ? List.of(whole(chatId)) : List.of(),
                result -> {
                    if (!result.complete()) {
                        line.close(CloseCode.FAULT);
                    }
                });
    }

    private void carryOut(Caller caller, Command command, Runnable done) {
        try {
            if (command instanceof Command.Sync sync) {
                sync(caller, sync, done);
                return;
            }
            switch (backstage.commands().apply(caller, command)) {
                case Outcome.Answer(var answer) -> line.send(answer);
                case Outcome.Deliver delivery -> backstage.sockets().deliver(delivery);
                case Outcome.Write(var append) -> write(command.ref(), append);
                case Outcome.Mark(var marks) -> line.run(() -> markKnown(marks));
            }
        } catch (RuntimeException | Error e) {
            refuse(command.ref(), e);
        }
        done.run();
    }

    /// Of chats that this socket was never told of there is nothing to mark.
    private void markKnown(List<Watermark> marks) {
        backstage
                .receipts()
                .mark(marks.stream().filter(mark -> feed.knows(mark.chatId())).toList());
    }

    private void sync(Caller caller, Command.Sync sync, Runnable done) {
        List<ChatHead> heads =
                sync.chats().keySet().stream()
                        .map(chatId -> backstage.resumption().head(caller, chatId))
                        .toList();
        line.run(
                () ->
                        replays.start(
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

    private void write(Optional<String> ref, Append append) {
        unanswered.begun();
        backstage.writes().submit(append, new Answered(ref));
    }

    private void refuse(Optional<String> ref, Throwable fault) {
        Optional<Rejected> explained = FrameErrors.explain(fault);
        if (explained.isEmpty()) {
            LOG.error("event=frame_failed {}", line, fault);
            line.close(CloseCode.FAULT);
            return;
        }
        Rejected rejected = explained.get();
        line.send(FrameErrors.answering(ref, rejected));
        if (me != null) {
            return;
        }
        if (rejected.retryAfter().isPresent()) {
            line.run(this::open);
        } else {
            line.close(
                    rejected.reason() == Reason.UNAUTHORIZED
                            ? CloseCode.SIGNED_OUT
                            : CloseCode.OUT_OF_TURN);
        }
    }

    private static Replay.Part whole(long chatId) {
        return new Replay.Part(chatId, Long.MAX_VALUE);
    }

    /// One replay at a time, on the loop: two of one chat would tell its numbers twice.
    private final class Replays {

        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private boolean busy;

        /// @param parts asked for when it is their turn
        void start(Supplier<List<Replay.Part>> parts, Consumer<Replay.Result> finished) {
            waiting.add(
                    () ->
                            new Replay(
                                            feed,
                                            line,
                                            backstage.resumption(),
                                            backstage.arrivals(),
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

    private final class Answered implements Writes.Answer {

        private final Optional<String> ref;

        Answered(Optional<String> ref) {
            this.ref = ref;
        }

        @Override
        public Optional<Publication.Answer> publication(Appended result) {
            return Telling.ack(ref, result).map(ack -> new Publication.Answer(line, ack));
        }

        @Override
        public void written(Appended result) {
            if (result instanceof Appended.Posted(var _, Message _, boolean duplicate)
                    && duplicate) {
                Telling.ack(ref, result).ifPresent(ack -> line.send(ack.asDup()));
            }
            unanswered.answered();
        }

        @Override
        public void failed(Throwable fault) {
            refuse(ref, fault);
            unanswered.answered();
        }
    }
}
