package dev.messenger.server.delivery.simulation;

import dev.messenger.storage.Append;
import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A second server that writes to the same chats, and takes its time over their locks.
final class Neighbour {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /// More than a device that comes back is told at once.
    private static final int MANY = 600;

    private final Database database;
    private final Schedule schedule;
    private final List<Long> users;
    private int said;

    Neighbour(Database database, List<Long> users) {
        this.database = database;
        this.schedule = database.schedule;
        this.users = users;
    }

    void start() {
        schedule.someday(
                schedule.upTo(LONGEST_PAUSE),
                () -> {
                    if (!database.faults.areOver()) {
                        act();
                        start();
                    }
                });
    }

    private void act() {
        long userId = schedule.anyOf(users);
        List<ChatHead> heads =
                database.memory.chats().heads(userId).stream().filter(ChatHead::open).toList();
        if (heads.isEmpty()) {
            return;
        }
        Chat chat = schedule.anyOf(heads).chat();
        switch (schedule.below(40)) {
            case 0 -> {
                if (schedule.oneIn(5)) {
                    commit(new Append.ArchiveChat(chat.id(), userId));
                }
            }
            case 1 -> {
                if (schedule.oneIn(5)) {
                    commit(new Append.Erase(chat.id(), userId));
                }
            }
            case 2 -> {
                if (schedule.oneIn(10)) {
                    for (int i = 0; i < MANY; i++) {
                        post(chat, userId);
                    }
                }
            }
            case 3 -> database.faults.outage(schedule.upTo(Duration.ofSeconds(12)));
            case 4, 5, 6 -> database.lock(chat.id(), schedule.upTo(Duration.ofMillis(500)));
            case 7 -> database.lock(chat.id(), schedule.upTo(Duration.ofSeconds(10)));
            case 8, 9, 10, 11, 12, 13 -> change(chat, userId);
            default -> post(chat, userId);
        }
    }

    private void post(Chat chat, long userId) {
        String content = "neighbour." + ++said;
        database.ledger.sends(content);
        commit(
                new Append.Post(
                        chat.id(),
                        userId,
                        new UUID(schedule.bits(), schedule.bits()),
                        true,
                        Optional.empty(),
                        content,
                        Instant.EPOCH,
                        Optional.empty(),
                        OptionalLong.empty()));
    }

    private void change(Chat chat, long userId) {
        List<Message> messages = database.memory.messages().newestFirst(chat.id(), 0, 5);
        if (!messages.isEmpty()) {
            Message message = schedule.anyOf(messages);
            commit(
                    message.senderId() == userId
                            ? new Append.Edit(
                                    chat.id(), userId, message.id(), "neighbour's " + ++said)
                            : new Append.Archive(chat.id(), userId, message.id()));
        }
    }

    private void commit(Append append) {
        if (!database.isLocked(append.chatId())) {
            database.law.note("the neighbour writes {}", append.getClass().getSimpleName());
            database.commit(append);
        }
    }
}
