package dev.messenger.server.torture;

import dev.messenger.server.torture.Journal.What;
import dev.messenger.server.torture.Link.Closed;
import dev.messenger.server.torture.Requests.Request;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A device that speaks Part 2: it comes back whenever it is cut off, resumes where it was, sends again
/// what was not answered, and writes all of it down.
///
/// One virtual thread connects and receives, another one sends. The saboteur's thread may stop the one
/// from reading, or cut the connection under both.
final class Device implements Participant {

    private static final int WINDOW = 16;

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
    private final Cable cable;
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
        this.cable = new Cable(journal, GOOD_REASONS);
        this.memory = new Memory(Set.copyOf(account.chats()));
        this.habits = new Habits(new Random(seed), account.chats(), stage, memory, requests);
    }

    @Override
    public void start() {
        Thread.ofVirtual().name(journal.owner().device() + "-receives").start(this::live);
        Thread.ofVirtual().name(journal.owner().device() + "-sends").start(this::act);
    }

    private void live() {
        while (!cable.hasEnded()) {
            if (!cable.isAway()) {
                connect().ifPresent(this::converse);
            }
            Cable.pause(habits.backOffMillis());
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
        Dialogue dialogue = opened.dialogue();
        open = opened;
        try {
            cable.read(
                    opened.link(),
                    dialogue.number(),
                    frame -> {
                        dialogue.handle(frame);
                        return !dialogue.isFinished();
                    });
        } finally {
            open = null;
            requests.disconnected();
        }
    }

    private void act() {
        while (!cable.hasEnded()) {
            Open now = open;
            try {
                if (now == null || !step(now)) {
                    Cable.pause(5);
                }
            } catch (IOException lost) {
                // Who receives will be told.
                Cable.pause(5);
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
        Cable.pause(habits.pauseMillis());
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

    private void cutIfUnanswered(Open now) {
        OptionalLong limit = cable.overdueBefore();
        if (limit.isEmpty()) {
            return;
        }
        for (Request request : requests.overdue(limit.getAsLong())) {
            journal.note(
                    now.dialogue().number(),
                    What.UNANSWERED,
                    request.kind() + " " + request.ref() + " " + request.frame().fields());
            now.link().cut();
        }
    }

    @Override
    public Cable cable() {
        return cable;
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
        return cable.isAway() || requests.isEmpty();
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
    public String toString() {
        return journal.owner().device() + " " + requests + " at " + memory.positions();
    }
}
