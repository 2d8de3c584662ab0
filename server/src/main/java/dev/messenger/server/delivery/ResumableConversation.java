package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Message;
import dev.messenger.storage.Watermark;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A conversation in the frames of Part 2, in the order they come: see [Inbox].
///
/// It begins with a `hello`, and has only one: see [Greeting]. Each command after it is answered by the
/// chat's writer, by whoever carries it out, or from the logs: see [Replays].
public final class ResumableConversation implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(ResumableConversation.class);

    /// In characters; an event loop serves others, too.
    private static final int LONGEST_PROMPT = 4096;

    private final Line line;
    private final Backstage backstage;
    private final Inbox inbox;
    private final Unanswered unanswered;
    private final FrameMeter meter;
    private final Replays replays;
    private final Greeting greeting;

    /// @param upgrade whose token came with the upgrade, if one did
    public ResumableConversation(Optional<SignIn> upgrade, Line line, Backstage backstage) {
        this(upgrade, line, backstage, System::nanoTime);
    }

    ResumableConversation(
            Optional<SignIn> upgrade, Line line, Backstage backstage, LongSupplier nanoTime) {
        this.line = line;
        this.backstage = backstage;
        this.inbox = new Inbox(backstage.workers(), line, backstage.writes()::together);
        this.meter = backstage.meters().resumable();
        this.unanswered = new Unanswered(backstage.workers());
        this.replays = new Replays(line, backstage.resumption(), backstage.arrivals());
        this.greeting = new Greeting(upgrade, line, backstage, replays, this::refuse, nanoTime);
    }

    /// Begins to wait for the `hello`. On the loop, as all that comes from the socket.
    public void open() {
        greeting.open();
    }

    /// What the socket was told; for its event loop.
    public Feed feed() {
        return replays.feed();
    }

    @Override
    public void receive(String message) {
        greeting.heard();
        inbox.add(new Request(message));
    }

    @Override
    public void end(CloseCode why) {
        inbox.add(
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

    /// What reads must see what this socket has written before.
    private static int mostUnanswered(Command command) {
        return switch (command) {
            case Command.NewMessage _ -> Inbox.LIMIT - 1;
            case Command.Received _ -> Inbox.LIMIT;
            default -> 0;
        };
    }

    /// Takes what was read in its turn.
    private void take(@Nullable Caller caller, Command command, long received, Runnable done) {
        if (caller == null && command instanceof Command.Hello hello) {
            greeting.take(hello, () -> over(command, received, done));
        } else if (caller == null || command instanceof Command.Hello) {
            line.close(CloseCode.OUT_OF_TURN);
            done.run();
        } else if (command instanceof Command.Sync sync) {
            unanswered.whenAtMost(0, () -> sync(caller, sync, received, done));
        } else {
            Supplier<Outcome> outcome = () -> backstage.commands().handle(caller, command);
            carryOutInTurn(command, outcome, received, done);
        }
    }

    private void sync(Caller caller, Command.Sync sync, long received, Runnable done) {
        try {
            replays.sync(caller, sync, () -> over(sync, received, done));
        } catch (RuntimeException | Error e) {
            refuse(sync.ref(), e);
            over(sync, received, done);
        }
    }

    private void carryOutInTurn(
            Command command, Supplier<Outcome> outcome, long received, Runnable done) {
        unanswered.whenAtMost(
                mostUnanswered(command), () -> carryOut(command, outcome, received, done));
    }

    private void carryOut(
            Command command, Supplier<Outcome> outcome, long received, Runnable done) {
        boolean isWritten = false;
        try {
            switch (outcome.get()) {
                case Outcome.Answer(var answer) -> line.send(answer);
                case Outcome.Deliver delivery -> backstage.sockets().deliver(delivery);
                case Outcome.Write(var append) -> {
                    isWritten = true;
                    write(append, new Answered(command, received));
                }
                case Outcome.Mark(var marks) -> line.runAtOnce(() -> markKnown(marks));
            }
        } catch (RuntimeException | Error e) {
            refuse(command.ref(), e);
        }
        if (isWritten) {
            done.run();
        } else {
            over(command, received, done);
        }
    }

    /// A command for which nothing is written is answered.
    private void over(Command command, long received, Runnable done) {
        meter.answered(command, received);
        done.run();
    }

    /// Of chats that this socket was never told of there is nothing to mark.
    private void markKnown(List<Watermark> marks) {
        backstage
                .receipts()
                .mark(marks.stream().filter(mark -> feed().knows(mark.chatId())).toList());
    }

    private void write(Append append, Answered answer) {
        unanswered.begun();
        backstage.writes().submit(append, answer);
    }

    private void refuse(Optional<String> ref, Throwable fault) {
        Optional<Rejected> explained = FrameErrors.explain(fault);
        meter.refused(explained.map(Rejected::reason).orElse(Reason.INTERNAL));
        if (explained.isEmpty()) {
            LOG.error("event=frame_failed {}", line, fault);
            line.close(CloseCode.FAULT);
            return;
        }
        Rejected rejected = explained.get();
        line.send(FrameErrors.answering(ref, rejected));
        greeting.refused(rejected);
    }

    /// A message in its turn. The event loop reads it, and carries it out if nothing needs to be looked
    /// up for it; a long one is left to a worker altogether.
    private final class Request implements Inbox.Task {

        private final String text;
        private final long received = System.nanoTime();
        private @Nullable Reading reading;

        Request(String text) {
            this.text = text;
        }

        @Override
        public boolean isPrompt() {
            if (text.length() > LONGEST_PROMPT) {
                return false;
            }
            Caller caller = greeting.caller();
            Reading read = Reading.of(text, caller, backstage);
            reading = caller == null ? read : read.decided(caller, backstage.commands());
            return reading.isPrompt();
        }

        @Override
        public void run(Runnable done) {
            Caller caller = greeting.caller();
            switch (reading == null ? Reading.of(text, caller, backstage) : reading) {
                case Reading.Read(Command command) -> take(caller, command, received, done);
                case Reading.Decided(Command command, Outcome outcome) ->
                        carryOutInTurn(command, () -> outcome, received, done);
                case Reading.Refused(Optional<String> ref, Throwable fault) -> {
                    refuse(ref, fault);
                    done.run();
                }
            }
        }
    }

    private final class Answered implements Writes.Answer {

        private final Command command;
        private final long received;

        Answered(Command command, long received) {
            this.command = command;
            this.received = received;
        }

        @Override
        public Optional<Publication.Answer> publication(Appended result) {
            return Telling.ack(command.ref(), result).map(ack -> new Publication.Answer(line, ack));
        }

        @Override
        public void written(Appended result) {
            if (result instanceof Appended.Posted(var _, Message _, boolean duplicate)
                    && duplicate) {
                Telling.ack(command.ref(), result).ifPresent(ack -> line.send(ack.asDup()));
            }
            over();
        }

        @Override
        public void failed(Throwable fault) {
            refuse(command.ref(), fault);
            over();
        }

        private void over() {
            meter.answered(command, received);
            unanswered.answered();
        }
    }
}
