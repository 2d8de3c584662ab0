package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.Conversation;
import dev.messenger.server.delivery.DrivenCore;
import dev.messenger.server.delivery.FrameMeter;
import dev.messenger.server.delivery.Reception;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.dispatch.Frames;
import dev.messenger.server.usecase.Bearers;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.StorageUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run: a server's delivery core, its database, and people with devices, for some seconds of
/// trouble and until all is well again.
final class World {

    private static final Duration TROUBLE = Duration.ofSeconds(3);

    /// One run in so many lasts longer than any patience.
    private static final int LONG_RUNS = 25;

    private static final Duration LONG_TROUBLE = Duration.ofSeconds(40);

    /// Nothing has happened for so long that nothing will: longer than any wait that nobody waits for.
    private static final Duration CALM = Duration.ofSeconds(8);

    private static final Duration RECEIPTS = Duration.ofMillis(100);
    private static final Duration PUSHES = Duration.ofMillis(200);
    private static final Duration WRITERS_PAUSE = Duration.ofMillis(20);
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);
    private static final int WRITERS = 2;
    private static final int LOOPS = 2;
    private static final int MOST_STEPS = 300_000;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    final Schedule schedule;
    final Database database;
    private final Law law;
    private final Faults faults;
    private final Ledger ledger;
    private final SimulatedSockets sockets;
    private final PushLaw pushes;
    private final DrivenCore core;
    private final DirectChats chats;
    private final Backstage backstage;
    private final Executor workers;
    private final List<Schedule.Lane> writers = new ArrayList<>();
    private final boolean[] woken = new boolean[WRITERS];
    private final List<Long> users = new ArrayList<>();
    private final List<ResumingDevice> resuming = new ArrayList<>();
    private final List<LegacyDevice> legacy = new ArrayList<>();
    private int steps;

    /// What became of a run.
    ///
    /// @param breach null if all laws were kept
    /// @param tail what happened last, if it was traced
    /// @param seen kinds of things that happened
    record Verdict(@Nullable String breach, String tail, Set<String> seen, int steps) {}

    static Verdict run(long seed, Mutant mutant, boolean isTraced) {
        World world = new World(seed, mutant, isTraced);
        world.live();
        return new Verdict(
                world.law.firstBreach(), world.law.tail(), world.law.seen(), world.steps);
    }

    private World(long seed, Mutant mutant, boolean isTraced) {
        schedule = new Schedule(seed);
        law = new Law(schedule, isTraced);
        faults = new Faults(schedule);
        ledger = new Ledger(law);
        database = new Database(schedule, faults, ledger, law, mutant);
        sockets = new SimulatedSockets(database, LOOPS);
        pushes = new PushLaw(database);
        workers = schedule.workers();
        FlakyStorage storage = new FlakyStorage(database);
        core =
                new DrivenCore(
                        Stream.generate(schedule::lane).limit(WRITERS).toList(),
                        storage,
                        database.memory,
                        sockets,
                        pushes,
                        pushes,
                        workers,
                        schedule::nanoTime);
        InstantSource clock = () -> NOON.plusNanos(schedule.nanoTime());
        Messaging messaging = new Messaging(storage, clock);
        chats = new DirectChats(storage);
        Frames frames = new Frames(messaging, chats);
        Resumption resumption =
                new Resumption(
                        storage,
                        HEARTBEAT,
                        new Event.Limits(65_536, Conversation.LIMIT, 500),
                        clock);
        backstage =
                new Backstage(
                        frames::handle,
                        frames,
                        new Reception(new Bearers(storage, clock), resumption, core.arrivals()),
                        resumption,
                        RateLimit.off(),
                        FrameMeter.ofBothParts(),
                        this::submit,
                        sockets,
                        core.receipts(),
                        core.arrivals(),
                        workers);
        for (int i = 0; i < WRITERS; i++) {
            writers.add(schedule.lane());
        }
        populate();
    }

    private void populate() {
        int people = 2 + schedule.below(3);
        for (int i = 0; i < people; i++) {
            users.add(database.memory.users().register("u" + i, "U" + i, "").orElseThrow());
        }
        for (long user : users) {
            long other = schedule.anyOf(users);
            database.memory.chats().create(user, other);
        }
        database.memory.chats().create(users.getFirst(), users.getLast());
        for (long user : users) {
            int devices = 1 + schedule.below(3);
            for (int i = 0; i < devices; i++) {
                String name = "u" + user + "d" + i;
                if (schedule.oneIn(4)) {
                    session(user, name);
                    legacy.add(new LegacyDevice(this, user, name));
                } else {
                    resuming.add(resuming(user, name));
                }
            }
        }
    }

    private ResumingDevice resuming(long user, String name) {
        Caller caller = new Caller(user, Optional.of(session(user, name)));
        Optional<SignIn> upgrade =
                schedule.oneIn(2) ? Optional.empty() : Optional.of(new SignIn(caller, 0));
        return new ResumingDevice(this, user, name, name, upgrade);
    }

    /// Logs the device in, by its name as the token.
    private UUID session(long user, String name) {
        return database.memory
                .sessions()
                .open(
                        user,
                        sha256(name),
                        Optional.empty(),
                        Optional.of(pushes.token(user, name)),
                        FOREVER)
                .session()
                .id();
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void live() {
        resuming.forEach(device -> soon(device::start));
        legacy.forEach(device -> soon(device::start));
        new Neighbour(database, users).start();
        every(RECEIPTS, core::writeReceipts);
        every(PUSHES, core::wakeOverdue);

        Duration trouble = schedule.oneIn(LONG_RUNS) ? LONG_TROUBLE : TROUBLE;
        while (law.firstBreach() == null && schedule.nanoTime() < trouble.toNanos()) {
            step();
        }
        heal();
        settle();
        resuming.forEach(ResumingDevice::judgeAnswered);
        lastWords();
        resuming.forEach(ResumingDevice::syncEnded);
        settle();
        judge();
    }

    private void soon(Runnable task) {
        schedule.after(schedule.upTo(Duration.ofSeconds(1)), task);
    }

    private void every(Duration pause, Runnable task) {
        schedule.someday(
                pause,
                () -> {
                    task.run();
                    every(pause, task);
                });
    }

    private void heal() {
        law.note("all is well again");
        faults.heal();
        resuming.forEach(Device::heal);
        legacy.forEach(Device::heal);
    }

    /// Waits until nothing happens any more.
    private void settle() {
        long quietSince = schedule.nanoTime();
        while (law.firstBreach() == null && schedule.nanoTime() - quietSince < CALM.toNanos()) {
            step();
            if (!schedule.isQuiet()) {
                quietSince = schedule.nanoTime();
            }
        }
    }

    private void step() {
        schedule.step();
        if (++steps > MOST_STEPS) {
            law.breach("it never comes to rest");
        }
    }

    /// Says something in every chat, so that everybody hears of what the neighbour wrote.
    private void lastWords() {
        TreeSet<Long> done = new TreeSet<>();
        for (long user : users) {
            for (ChatHead head : database.memory.chats().heads(user)) {
                long chatId = head.chat().id();
                if (head.open() && done.add(chatId)) {
                    String content = "last words of " + chatId;
                    ledger.sends(content);
                    submit(post(chatId, user, content), new Untold());
                }
            }
        }
    }

    private Append post(long chatId, long user, String content) {
        return new Append.Post(
                chatId,
                user,
                new UUID(schedule.bits(), schedule.bits()),
                true,
                Optional.empty(),
                content,
                Instant.EPOCH,
                Optional.empty(),
                OptionalLong.empty());
    }

    private void judge() {
        resuming.forEach(Device::judge);
        legacy.forEach(Device::judge);
        pushes.judge();
        law.require(!ledger.isWaitedFor(), "a write is not answered");
        for (long user : users) {
            for (ChatHead head : database.memory.chats().heads(user)) {
                List<Long> numbers = database.memory.numbers(head.chat().id());
                for (int i = 0; i < numbers.size(); i++) {
                    law.require(numbers.get(i) == i + 1, "a hole in {}", numbers);
                }
                law.require(numbers.size() == head.chat().lastSeq(), "{} has {}", head, numbers);
            }
        }
    }

    private void submit(Append append, Writes.Answer answer) {
        core.submit(append, ledger.watched(append, answer));
        wake(core.writerOf(append.chatId()));
    }

    private void wake(int writer) {
        if (!woken[writer]) {
            woken[writer] = true;
            writers.get(writer)
                    .execute(
                            () -> {
                                woken[writer] = false;
                                core.turn(writer);
                                if (ledger.isWaitedFor()) {
                                    schedule.after(WRITERS_PAUSE, () -> wake(writer));
                                }
                            });
        }
    }

    SimulatedSocket resumable(Device device, Optional<SignIn> upgrade) {
        return SimulatedSocket.resumable(database, sockets, backstage, device, upgrade);
    }

    SimulatedSocket legacy(Device device, Caller caller) {
        return SimulatedSocket.legacy(database, sockets, backstage, device, caller);
    }

    /// As `/chat_creating` does.
    void createChat(Device device) {
        long other = schedule.anyOf(users);
        workers.execute(
                () -> {
                    try {
                        chats.create(
                                        new Caller(device.userId(), Optional.empty()),
                                        new ChatApi.Creation(
                                                Optional.of(device.userId()),
                                                other,
                                                Optional.empty(),
                                                Optional.empty()))
                                .deliveries()
                                .forEach(sockets::deliver);
                    } catch (Rejected | StorageUnavailable refused) {
                        law.note("no new chat: {}", refused.toString());
                    }
                });
    }

    /// As the erasure of an account does, for one chat.
    void erase(long chatId, long userId) {
        if (schedule.oneIn(8)) {
            submit(new Append.Erase(chatId, userId), new Untold());
        }
    }

    private static final class Untold implements Writes.Answer {
        @Override
        public void written(Appended result) {}

        @Override
        public void failed(Throwable fault) {}
    }
}
