package dev.messenger.server.delivery.simulation;

import dev.messenger.notify.Notifier;
import dev.messenger.notify.PushMessage;
import dev.messenger.server.delivery.Publication;
import dev.messenger.server.delivery.Pushes;
import dev.messenger.server.delivery.Wakeups;
import dev.messenger.storage.Message;
import dev.messenger.storage.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Who is to be woken, and who is.
final class PushLaw implements Wakeups, Notifier {

    /// What may pass after the grace until somebody looks.
    private static final long SLACK = Duration.ofSeconds(3).toNanos();

    /// What may pass between the decision to wake somebody and its being done.
    private static final long MOMENT = Duration.ofSeconds(1).toNanos();

    private static final long GRACE = Pushes.GRACE.toNanos();

    private final Database database;
    private final Map<String, Long> users = new HashMap<>();
    private final Map<Watermark.Key, Awaited> awaited = new HashMap<>();

    /// @param isKnown whether a device had it by then, from the log
    private record Expected(long seq, long since, boolean isKnown) {}

    private static final class Awaited {
        final List<Expected> messages = new ArrayList<>();
        long received;
        long receivedAt;

        /// What was received a moment before.
        long receivedBefore;

        long woken;

        /// What a device has received, if less than another, that catches up since the last message.
        long caughtUp;

        long awakeAt;
    }

    PushLaw(Database database) {
        this.database = database;
    }

    /// @return a token to wake the user's device by
    String token(long userId, String device) {
        String token = "push to " + device;
        users.put(token, userId);
        return token;
    }

    @Override
    public void expect(Publication publication) {
        publication.message().ifPresent(this::expect);
    }

    private void expect(Message message) {
        database.law.note("{} is to receive {}", message.recipientId(), message.seq());
        Awaited it = of(message.recipientId(), message.chatId());
        it.caughtUp = 0;
        it.messages.add(
                new Expected(
                        message.seq(), database.schedule.nanoTime(), message.seq() <= it.received));
    }

    private Awaited of(long userId, long chatId) {
        return awaited.computeIfAbsent(new Watermark.Key(chatId, userId), _ -> new Awaited());
    }

    @Override
    public void received(long userId, long chatId, long seq) {
        Awaited it = of(userId, chatId);
        database.law.note("{} has received chat {} up to {}", userId, chatId, seq);
        if (seq > it.received) {
            long marked = mark(userId, chatId);
            it.messages.stream()
                    .filter(message -> message.seq() > Math.max(it.received, marked))
                    .filter(message -> message.since() > it.awakeAt)
                    .findFirst()
                    .ifPresent(message -> requireInTime(it, message));
            if (database.schedule.nanoTime() - it.receivedAt > MOMENT) {
                it.receivedBefore = it.received;
            }
            it.received = seq;
            it.receivedAt = database.schedule.nanoTime();
            it.awakeAt = it.receivedAt;
        } else if (seq > it.caughtUp) {
            it.caughtUp = seq;
            it.awakeAt = database.schedule.nanoTime();
        }
    }

    private void requireInTime(Awaited it, Expected message) {
        database.law.require(
                it.woken >= message.seq()
                        || database.schedule.nanoTime() - message.since() < GRACE + SLACK,
                "nobody was woken in time for {}",
                message);
    }

    private long mark(long userId, long chatId) {
        return database.memory
                .watermarks()
                .of(List.of(new Watermark.Key(chatId, userId)))
                .getFirst()
                .deliveredSeq();
    }

    @Override
    public void send(PushMessage push) {
        if (database.mutant != Mutant.LOST_PUSHES) {
            judge(push);
        }
    }

    private void judge(PushMessage push) {
        long userId = Objects.requireNonNull(users.get(push.token()));
        long chatId = Long.parseLong(push.data().get("chat_id"));
        long seq = database.ledger.seqOf(Long.parseLong(push.data().get("message_id")));
        Awaited it = of(userId, chatId);
        long now = database.schedule.nanoTime();
        database.law.sees("push");
        long received = now - it.receivedAt > MOMENT ? it.received : it.receivedBefore;
        database.law.note("{} is woken for chat {} seq {}", userId, chatId, seq);
        database.law.require(
                it.messages.stream()
                        .anyMatch(
                                message ->
                                        message.seq() <= seq
                                                && (message.isKnown() || message.seq() > received)
                                                && now - message.since() >= GRACE),
                "{} is woken for chat {} seq {}, has received {}, expects {}",
                userId,
                chatId,
                seq,
                received,
                it.messages);
        it.woken = Math.max(it.woken, seq);
    }

    /// Once all is quiet: whether each message has reached somebody, or woken.
    void judge() {
        awaited.forEach(
                (member, it) -> {
                    long reached =
                            Math.max(
                                    Math.max(it.received, it.woken),
                                    mark(member.userId(), member.chatId()));
                    it.messages.forEach(
                            message ->
                                    database.law.require(
                                            message.seq() <= reached,
                                            "{} was never woken for {} of chat {}",
                                            member.userId(),
                                            message,
                                            member.chatId()));
                });
    }

    @Override
    public void close() {}
}
