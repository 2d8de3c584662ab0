package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Frame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A client on somebody's phone or desk: does something every now and then, and loses its connection.
abstract class Device {

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);
    private static final Duration LONGEST_ABSENCE = Duration.ofMillis(1_500);
    private static final Duration LONGEST_REST = Duration.ofSeconds(4);
    private static final Duration SLEEP = Duration.ofSeconds(40);

    final World world;
    final Database database;
    final Schedule schedule;
    private final long userId;
    private final String name;
    @Nullable SimulatedSocket socket;
    private long awakeAt;
    private int said;

    Device(World world, long userId, String name) {
        this.world = world;
        this.database = world.database;
        this.schedule = world.database.schedule;
        this.userId = userId;
        this.name = name;
    }

    final long userId() {
        return userId;
    }

    /// Begins to live.
    final void start() {
        connect();
        actLater();
    }

    private void actLater() {
        schedule.someday(
                schedule.upTo(LONGEST_PAUSE),
                () -> {
                    if (!database.faults.areOver()) {
                        actOnce();
                        actLater();
                    }
                });
    }

    private void actOnce() {
        SimulatedSocket open = socket;
        if (open == null || schedule.nanoTime() < awakeAt) {
            return;
        }
        switch (schedule.below(30)) {
            case 0 -> open.cut();
            case 1 -> rest(open, schedule.upTo(LONGEST_REST));
            case 2 -> {
                if (schedule.oneIn(8)) {
                    awakeAt = schedule.nanoTime() + SLEEP.toNanos();
                    rest(open, SLEEP);
                }
            }
            default -> act(open);
        }
    }

    /// Stops reading for a while.
    private void rest(SimulatedSocket open, Duration length) {
        database.law.note("{} stops reading", this);
        open.reads(false);
        schedule.someday(length, () -> open.reads(true));
    }

    /// Something that a person does.
    abstract void act(SimulatedSocket open);

    abstract SimulatedSocket open();

    /// A frame has come.
    abstract void take(Frame frame);

    /// What was under way on the connection is not any more.
    abstract void disconnected();

    /// What no other message says.
    final String newContent() {
        String content = name + "." + ++said;
        database.ledger.sends(content);
        return content;
    }

    private void connect() {
        database.law.note("{} connects", this);
        socket = open();
    }

    final void read(SimulatedSocket from, Frame frame) {
        if (from.equals(socket)) {
            take(frame);
        }
    }

    final void lost(SimulatedSocket old) {
        if (old.equals(socket)) {
            database.law.note("{} loses its connection", this);
            socket = null;
            disconnected();
            schedule.after(schedule.upTo(LONGEST_ABSENCE), this::connect);
        }
    }

    final void closed(SimulatedSocket old, CloseCode why) {
        database.law.require(
                switch (why) {
                    case TOO_SLOW, TRY_AGAIN_LATER -> true;
                    case NO_HELLO, FAULT -> database.faults.mayBeFelt();
                    default -> false;
                },
                "{} is closed: {}",
                this,
                why);
        lost(old);
    }

    /// All is well again: the device reads on.
    void heal() {
        if (socket != null) {
            socket.reads(true);
        }
    }

    /// Once all is quiet: whether it has got what it must.
    abstract void judge();

    @Override
    public final String toString() {
        return name;
    }
}
