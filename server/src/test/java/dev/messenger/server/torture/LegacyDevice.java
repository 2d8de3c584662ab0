package dev.messenger.server.torture;

import dev.messenger.server.torture.Frame.Mark;
import dev.messenger.server.torture.Journal.What;
import dev.messenger.server.torture.Link.Closed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// A client of the original, in the same chats: it sends each message once, and takes the message's own
/// echo for an answer. It has two threads, as [Device].
final class LegacyDevice implements Participant {

    private static final Set<String> TYPES =
            Set.of(
                    "new_message",
                    "updated_message",
                    "delete_message",
                    "readed_message",
                    "deleted_chat");

    private static final Set<Integer> GOOD_REASONS = Set.of(Closed.ABNORMAL, 1001, 1012, 1013);

    private final Account account;
    private final Journal journal;
    private final Stage stage;
    private final RandomGenerator random;

    /// When what was sent and is not echoed went out, oldest first.
    private final Map<Mark, Long> open = new LinkedHashMap<>();

    /// Errors that belong to one of these each, but do not say to which.
    private int errors;

    private final Cable cable;
    private volatile long lastFromOthers = Frame.NONE;
    private volatile int connection;
    private int connections;

    LegacyDevice(Account account, Journal journal, Stage stage, long seed) {
        this.account = account;
        this.journal = journal;
        this.stage = stage;
        this.cable = new Cable(journal, GOOD_REASONS);
        this.random = new Random(seed);
    }

    @Override
    public void start() {
        Thread.ofVirtual().name(journal.owner().device() + "-receives").start(this::live);
        Thread.ofVirtual().name(journal.owner().device() + "-sends").start(this::act);
    }

    private void live() {
        while (!cable.hasEnded()) {
            Optional<Address> where = cable.isAway() ? Optional.empty() : stage.server();
            if (where.isPresent()) {
                try {
                    converse(WebSocketLink.open(account.upgrade(where.get())));
                } catch (Link.Refused refused) {
                    if (!refused.isForNow()) {
                        journal.note(connection, What.BREACH, "upgrade " + refused);
                    }
                } catch (IOException notThere) {
                    // It is tried again.
                }
            }
            Cable.pause(50 + random.nextInt(200));
        }
    }

    private void converse(Link opened) {
        connection = ++connections;
        try {
            cable.read(
                    opened,
                    connection,
                    frame -> {
                        handle(frame);
                        return true;
                    });
        } finally {
            synchronized (open) {
                open.clear();
                errors = 0;
            }
        }
    }

    private void handle(Frame frame) {
        if (frame.type().equals("error")) {
            journal.frame(connection, What.REFUSED, frame, Mark.NONE, frame.text("code"));
            synchronized (open) {
                errors++;
            }
            return;
        }
        journal.frame(connection, What.SEEN, frame, frame.mark(), "");
        if (!TYPES.contains(frame.type())) {
            journal.note(connection, What.BREACH, "a frame of type " + frame.type());
        }
        if (frame.type().equals("new_message")) {
            if (frame.number("sender_id") != account.userId()) {
                lastFromOthers = frame.number("message_id");
                return;
            }
            synchronized (open) {
                if (open.remove(frame.mark()) != null) {
                    stage.progress().acked();
                }
            }
        }
    }

    private void act() {
        while (!cable.hasEnded()) {
            Link now = cable.link();
            if (now != null) {
                cutIfUnanswered(now);
                if (stage.active()) {
                    try {
                        step(now);
                    } catch (IOException lost) {
                        // Who receives will be told.
                    }
                }
            }
            Cable.pause(50 + random.nextInt(300));
        }
    }

    private void step(Link now) throws IOException {
        long read = lastFromOthers;
        if (read != Frame.NONE && random.nextInt(4) == 0) {
            now.send(Frame.of("type", "is_readed_message", "message_id", read).json());
            return;
        }
        long chat = account.chats().get(random.nextInt(account.chats().size()));
        Mark mark = new Mark(new UUID(random.nextLong(), random.nextLong() & ~1L), 0);
        Frame message =
                Frame.of(
                        "type",
                        "new_message",
                        "chat_id",
                        chat,
                        "sender_id",
                        account.userId(),
                        "recipient_id",
                        Objects.requireNonNull(account.peers().get(chat)),
                        "content",
                        Habits.content(mark),
                        "time_of_day",
                        "2026-11-22T10:00:00.123Z",
                        "file_name",
                        "",
                        "service_file",
                        "");
        synchronized (open) {
            open.put(mark, System.nanoTime());
        }
        journal.frame(connection, What.SENT, message, mark, "");
        now.send(message.json());
    }

    private void cutIfUnanswered(Link now) {
        OptionalLong overdue = cable.overdueBefore();
        if (overdue.isEmpty()) {
            return;
        }
        long limit = overdue.getAsLong();
        synchronized (open) {
            open.values().removeIf(sentAt -> sentAt - limit < 0 && errors-- > 0);
            if (open.values().stream().anyMatch(sentAt -> sentAt - limit < 0)) {
                journal.note(connection, What.UNANSWERED, open.toString());
                now.cut();
            }
            errors = Math.max(0, errors);
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
        synchronized (open) {
            return open.size() <= errors;
        }
    }

    /// It has no numbers: what it can know it reads over REST.
    @Override
    public boolean hasSeen(Map<Long, Long> heads) {
        return cable.link() != null;
    }

    @Override
    public void confirm() {
        // What is written to it counts as received.
    }

    @Override
    public String toString() {
        return journal.owner().device();
    }
}
