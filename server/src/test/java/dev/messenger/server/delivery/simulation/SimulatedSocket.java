package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.Conversation;
import dev.messenger.server.delivery.LegacyConversation;
import dev.messenger.server.delivery.Line;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.ResumableConversation;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.usecase.Caller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `net.OpenSocket` is, and the connection to its peer: frames wait on both ways until the schedule
/// moves them, and are lost with the connection.
///
/// ```
/// peer --say--> [up] --loop--> conversation --write--> [down] --read--> peer
/// ```
final class SimulatedSocket implements Line {

    /// Frames that may wait for a legacy peer.
    private static final int LARGEST_BACKLOG = 300;

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Database database;
    private final SimulatedSockets sockets;
    private final Backstage backstage;
    private final Device peer;
    private final Schedule.Lane loop;
    private final Schedule.Lane up;
    private final Schedule.Lane down;
    private final Deque<Written> waiting = new ArrayDeque<>();
    private final Conversation conversation;
    private final @Nullable ResumableConversation resumable;
    private final SocketLaw law;
    private @Nullable Caller caller;

    // The server's end, on the loop.
    private boolean active = true;
    private boolean closing;
    private boolean writable = true;
    private boolean inboxFull;
    private boolean stalled;

    /// The peer's end.
    private boolean connected = true;

    private record Written(Frame frame, Runnable completed) {}

    /// One that speaks Part 1.
    static SimulatedSocket legacy(
            Database database,
            SimulatedSockets sockets,
            Backstage backstage,
            Device peer,
            Caller caller) {
        return new SimulatedSocket(
                database, sockets, backstage, peer, Optional.empty(), Optional.of(caller));
    }

    /// @param upgrade who it is, if the upgrade said so
    static SimulatedSocket resumable(
            Database database,
            SimulatedSockets sockets,
            Backstage backstage,
            Device peer,
            Optional<SignIn> upgrade) {
        return new SimulatedSocket(database, sockets, backstage, peer, upgrade, Optional.empty());
    }

    private SimulatedSocket(
            Database database,
            SimulatedSockets sockets,
            Backstage backstage,
            Device peer,
            Optional<SignIn> upgrade,
            Optional<Caller> legacy) {
        this.database = database;
        this.sockets = sockets;
        this.backstage = backstage;
        this.peer = peer;
        this.loop = sockets.anyLoop();
        this.up = database.schedule.lane();
        this.down = database.schedule.lane();
        this.law = new SocketLaw(database, peer.userId());
        this.caller = legacy.orElse(null);
        if (legacy.isPresent()) {
            this.resumable = null;
            this.conversation = new LegacyConversation(legacy.get(), this, backstage);
        } else {
            this.resumable = new ResumableConversation(upgrade, this, backstage);
            this.conversation = resumable;
        }
        up.block(true);
        loop.execute(this::opened);
    }

    private void opened() {
        readIfReady();
        if (resumable != null) {
            resumable.open();
        } else if (caller != null && active) {
            sockets.signedIn(this, caller.userId());
        }
    }

    boolean isResumable() {
        return resumable != null;
    }

    Schedule.Lane loop() {
        return loop;
    }

    SocketLaw law() {
        return law;
    }

    // What the peer does.

    void say(String message) {
        if (connected) {
            up.execute(() -> take(message));
        }
    }

    /// Whether the peer reads what comes.
    void reads(boolean on) {
        down.block(!on);
    }

    /// The connection breaks: what is on its way to the peer is lost, what is on its way to the server
    /// may be; the server notices later.
    void cut() {
        if (!connected) {
            return;
        }
        connected = false;
        down.clear();
        if (database.schedule.oneIn(2)) {
            up.clear();
        }
        database.schedule.after(
                database.schedule.upTo(Duration.ofSeconds(2)), this::connectionLost);
        peer.lost(this);
    }

    private void readOne() {
        Written next = waiting.remove();
        next.completed().run();
        if (!writable && waiting.size() <= database.faults.window / 2) {
            loop.execute(this::drained);
        }
        if (connected) {
            peer.read(this, next.frame());
        }
    }

    private void closedByServer(CloseCode why) {
        if (connected) {
            connected = false;
            peer.closed(this, why);
            connectionLost();
        }
    }

    // What the loop does.

    private void take(String message) {
        if (active && !closing) {
            conversation.receive(message);
        }
    }

    private void connectionLost() {
        if (active) {
            active = false;
            closing = true;
            up.clear();
            waiting.clear();
            sockets.remove(this);
        }
    }

    private void begin(CloseCode why) {
        if (closing || !active) {
            return;
        }
        database.law.sees("close " + why);
        database.law.note("{} is closed: {}", this, why);
        closing = true;
        conversation.close();
        down.execute(() -> closedByServer(why));
        readIfReady();
        database.schedule.after(CLOSING, this::cut);
    }

    private void readIfReady() {
        up.block(!closing && (inboxFull || stalled));
    }

    private void writabilityChanged() {
        if (resumable == null || closing) {
            return;
        }
        stalled = !writable;
        readIfReady();
        if (stalled) {
            resumable.feed().stalled();
        } else {
            resumable.feed().drained();
        }
    }

    private void drained() {
        if (active && !writable && waiting.size() <= database.faults.window / 2) {
            writable = true;
            writabilityChanged();
        }
    }

    @Override
    public boolean isWritable() {
        // As a flush may find that there is room by now.
        drained();
        return active && writable;
    }

    @Override
    public void write(Frame frame) {
        write(frame, () -> {});
    }

    void write(Frame frame, Runnable completed) {
        if (closing || !active) {
            return;
        }
        if (resumable == null && waiting.size() >= LARGEST_BACKLOG) {
            begin(CloseCode.TRY_AGAIN_LATER);
            return;
        }
        database.law.note("{} <- {}", this, frame);
        law.wrote(frame);
        if (!connected) {
            return;
        }
        waiting.add(new Written(frame, completed));
        down.execute(this::readOne);
        if (writable && waiting.size() > database.faults.window) {
            writable = false;
            writabilityChanged();
        }
    }

    void writeNumbered(Event.Numbered event) {
        if (resumable != null
                && !closing
                && (database.mutant == Mutant.NO_FEED
                        || resumable.feed().takes(event.chatId(), event.seq()))) {
            write(event);
        }
    }

    void writeAck(Event.Ack ack) {
        if (resumable != null) {
            write(resumable.feed().takesAck(ack.chatId(), ack.seq()) ? ack : ack.asDup());
        }
    }

    void offer(Frame frame) {
        if (resumable != null) {
            resumable.feed().offer(frame);
        }
    }

    /// A write to a legacy socket is complete, and counts as received.
    void reached(Publication publication) {
        backstage.receipts().received(peer.userId(), publication.chatId(), publication.seq());
    }

    // What any thread does.

    @Override
    public void send(Frame frame) {
        if (active) {
            loop.execute(() -> write(frame));
        }
    }

    @Override
    public void run(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void runAtOnce(Runnable task) {
        if (loop.isRunning()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public void after(Duration delay, Runnable task) {
        database.schedule.someday(
                delay,
                () ->
                        loop.execute(
                                () -> {
                                    if (active) {
                                        task.run();
                                    }
                                }));
    }

    @Override
    public void signIn(Caller caller, long began) {
        loop.execute(
                () -> {
                    if (active) {
                        this.caller = caller;
                        sockets.signedIn(this, caller.userId());
                    }
                });
    }

    /// Called by the loop or, what makes no difference here, by a task of its own.
    @Override
    public void pauseReading() {
        database.law.sees("full inbox");
        inboxFull = true;
        readIfReady();
    }

    @Override
    public void resumeReading() {
        loop.execute(
                () -> {
                    inboxFull = false;
                    readIfReady();
                });
    }

    @Override
    public void close(CloseCode why) {
        loop.execute(() -> begin(why));
    }

    @Override
    public String toString() {
        return peer.toString();
    }
}
