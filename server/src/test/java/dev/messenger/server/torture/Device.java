package dev.messenger.server.torture;

import dev.messenger.server.torture.Journal.What;
import dev.messenger.server.torture.Link.Closed;
import dev.messenger.server.torture.Requests.Request;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A device that speaks Part 2: it comes back whenever it is cut off, resumes where it was, sends again
/// what was not answered, and writes all of it down.
///
/// One virtual thread connects and receives, another one sends. The saboteur's thread may stop the one
/// from reading, or cut the connection under both.
final class Device implements Participant {

    private static final int WINDOW = 16;

    /// The longest that a server may leave a request open. Its own waits for the database are shorter.
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final Set<Integer> GOOD_REASONS =
            Set.of(
                    Closed.ABNORMAL,
                    1001, // the server stops
                    1012, // and starts again
                    4101, // this device has read too slowly
                    4103); // the database could not be asked

    /// How a device differs from others.
    ///
    /// @param tokenInHello whether it says who it is in its first frame, not in the upgrade
    /// @param roams whether it goes to the second server while there is one
    /// @param impatient whether it sends before it has caught up
    /// @param receiveBuffer see [WebSocketLink.Upgrade]
    record Traits(boolean tokenInHello, boolean roams, boolean impatient, int receiveBuffer) {}

    /// An open connection, and what is said over it.
    private record Open(Link link, Dialogue dialogue) {}

    private final Account account;
    private final Traits traits;
    private final Journal journal;
    private final Memory memory;
    private final Requests requests = new Requests();
    private final Habits habits;
    private final Stage stage;
    private final UnaryOperator<Link> wiring;
    private volatile @Nullable Open open;
    private volatile boolean ended;
    private volatile boolean away;
    private volatile boolean stalled;
    private volatile long stalledUntil = System.nanoTime();
    private int connections;

    /// @param wiring what lies between this device and the server
    Device(
            Account account,
            Traits traits,
            Journal journal,
            Stage stage,
            long seed,
            UnaryOperator<Link> wiring) {
        this.account = account;
        this.traits = traits;
        this.journal = journal;
        this.stage = stage;
        this.wiring = wiring;
        this.memory = new Memory(Set.copyOf(account.chats()));
        this.habits = new Habits(new Random(seed), account.chats(), stage, memory, requests);
    }

    @Override
    public void start() {
        Thread.ofVirtual().name(journal.owner().device() + "-receives").start(this::live);
        Thread.ofVirtual().name(journal.owner().device() + "-sends").start(this::act);
    }

    private void live() {
        while (!ended) {
            if (!away) {
                connect().ifPresent(this::converse);
            }
            pause(habits.backOffMillis());
        }
    }

    private Optional<Open> connect() {
        Optional<Address> where =
                traits.roams() ? stage.second().or(stage::server) : stage.server();
        if (where.isEmpty()) {
            return Optional.empty();
        }
        String headers = "Sec-WebSocket-Protocol: messenger.v2.json\r\n";
        if (!traits.tokenInHello()) {
            headers += "Authorization: Bearer " + account.token() + "\r\n";
        }
        try {
            Link link =
                    wiring.apply(
                            WebSocketLink.open(
                                    new WebSocketLink.Upgrade(
                                            where.get(), "/", headers, traits.receiveBuffer())));
            Dialogue dialogue =
                    new Dialogue(++connections, journal, memory, requests, stage.progress());
            requests.connected(dialogue.number());
            Open opened = new Open(link, dialogue);
            send(
                    opened,
                    dialogue.hello(
                            traits.tokenInHello() ? account.token() : "",
                            journal.owner().device()));
            return Optional.of(opened);
        } catch (Link.Refused refused) {
            if (!refused.isForNow()) {
                journal.note(connections, What.BREACH, "upgrade refused: " + refused);
            }
            return Optional.empty();
        } catch (IOException notThere) {
            requests.disconnected();
            return Optional.empty();
        }
    }

    private void converse(Open opened) {
        int number = opened.dialogue().number();
        journal.note(number, What.OPENED, "");
        open = opened;
        try {
            while (!opened.dialogue().isFinished()) {
                while (stalled && !ended) {
                    pause(10);
                }
                opened.dialogue().handle(Frame.read(opened.link().receive()));
            }
        } catch (Closed closed) {
            journal.note(number, What.CLOSED, String.valueOf(closed.code()));
            if (!GOOD_REASONS.contains(closed.code()) && !ended) {
                journal.note(number, What.BREACH, "closed with " + closed.code());
            }
        } catch (IOException broken) {
            journal.note(number, What.CLOSED, broken.toString());
        } finally {
            open = null;
            opened.link().cut();
            requests.disconnected();
        }
    }

    private void act() {
        while (!ended) {
            Open now = open;
            try {
                if (now == null || !step(now)) {
                    pause(5);
                }
            } catch (IOException lost) {
                // Who receives will be told.
                pause(5);
            }
        }
    }

    /// Does one thing; false if there is none to do.
    private boolean step(Open now) throws IOException {
        cutIfUnanswered(now);
        Optional<Request> page = now.dialogue().nextPage();
        if (page.isPresent()) {
            send(now, page.get());
            return true;
        }
        if (!(traits.impatient() ? now.dialogue().isWelcome() : now.dialogue().isSynced())) {
            return false;
        }
        boolean resent = false;
        for (Request request : requests.due()) {
            if (requests.inFlight() < WINDOW) {
                send(now, request);
                resent = true;
            }
        }
        if (resent || !stage.active() || requests.inFlight() >= WINDOW) {
            return resent;
        }
        for (Request request : habits.next()) {
            send(now, request);
        }
        Optional<Frame> receipt = habits.receipt();
        if (receipt.isPresent()) {
            now.link().send(receipt.get().json());
        }
        pause(habits.pauseMillis());
        return true;
    }

    private void send(Open now, Request request) throws IOException {
        int number = now.dialogue().number();
        requests.sending(request, number);
        journal.add(
                number,
                What.SENT,
                request.frame().type(),
                request.chatId(),
                Frame.NONE,
                request.messageId(),
                request.mark(),
                false,
                request.kind() + " " + request.ref());
        now.link().send(request.frame().json());
    }

    /// A device that does not read cannot complain.
    private void cutIfUnanswered(Open now) {
        long limit = System.nanoTime() - PATIENCE_NANOS;
        if (stalled || stalledUntil - limit > 0) {
            return;
        }
        for (Request request : requests.overdue(limit)) {
            journal.note(
                    now.dialogue().number(),
                    What.UNANSWERED,
                    request.kind() + " " + request.ref() + " " + request.frame().fields());
            now.link().cut();
        }
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Set<Long> chats() {
        return Set.copyOf(account.chats());
    }

    @Override
    public boolean hasSettled() {
        return away || requests.isEmpty();
    }

    @Override
    public boolean hasSeen(Map<Long, Long> heads) {
        Open now = open;
        return now != null
                && now.dialogue().isSynced()
                && requests.isEmpty()
                && account.chats().stream()
                        .allMatch(chat -> memory.position(chat) >= heads.getOrDefault(chat, 0L));
    }

    /// Tells the server that all of it is here.
    @Override
    public void confirm() {
        Open now = open;
        if (now != null) {
            try {
                now.link().send(Frame.of("type", "received", "chats", memory.positions()).json());
            } catch (IOException lost) {
                journal.note(now.dialogue().number(), What.BREACH, "lost at the end: " + lost);
            }
        }
    }

    @Override
    public void stall(boolean now) {
        stalledUntil = System.nanoTime();
        stalled = now;
    }

    @Override
    public void stayAway(boolean now) {
        away = now;
        if (now) {
            cut();
        }
    }

    @Override
    public void cut() {
        Open now = open;
        if (now != null) {
            now.link().cut();
        }
    }

    @Override
    public void end() {
        ended = true;
        Open now = open;
        if (now != null) {
            now.link().close();
        }
    }

    @Override
    public String toString() {
        return journal.owner().device() + " " + requests + " at " + memory.positions();
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
