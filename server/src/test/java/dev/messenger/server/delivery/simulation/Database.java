package dev.messenger.server.delivery.simulation;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.memory.MemoryStorage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What is stored, and which chats are locked: what all servers share.
final class Database {

    final MemoryStorage memory = new MemoryStorage();
    final Schedule schedule;
    final Faults faults;
    final Ledger ledger;
    final Law law;
    final Mutant mutant;
    private final ChatLog log = memory.openChatLog();
    private final Set<Long> locked = new HashSet<>();
    private final Map<Long, Chat> chats = new HashMap<>();

    Database(Schedule schedule, Faults faults, Ledger ledger, Law law, Mutant mutant) {
        this.schedule = schedule;
        this.faults = faults;
        this.ledger = ledger;
        this.law = law;
        this.mutant = mutant;
    }

    boolean isLocked(long chatId) {
        return locked.contains(chatId);
    }

    void lock(Set<Long> chatIds) {
        locked.addAll(chatIds);
    }

    void unlock(Set<Long> chatIds) {
        locked.removeAll(chatIds);
    }

    /// Somebody else holds the chat's lock for a while.
    void lock(long chatId, Duration length) {
        if (locked.add(chatId)) {
            law.note("chat {} is locked for {}", chatId, length);
            schedule.after(length, () -> locked.remove(chatId));
        }
    }

    Appended commit(Append append) {
        Append asked = append;
        if (mutant == Mutant.NO_KEYS && append instanceof Append.Post post) {
            asked =
                    new Append.Post(
                            post.chatId(),
                            post.actorId(),
                            UUID.randomUUID(),
                            true,
                            post.requestHash(),
                            post.content(),
                            post.timeStamp(),
                            post.file(),
                            post.replyTo());
        }
        Appended result = log.append(List.of(asked)).getFirst();
        ledger.committed(append, result);
        return result;
    }

    long lastSeq(long chatId, long memberId) {
        return head(chatId, memberId).chat().lastSeq();
    }

    ChatHead head(long chatId, long memberId) {
        return memory.chats().head(chatId, memberId).orElseThrow();
    }

    boolean isMember(long chatId, long userId) {
        Chat chat = chats.get(chatId);
        if (chat == null) {
            chat =
                    memory.chats().heads(userId).stream()
                            .map(ChatHead::chat)
                            .filter(it -> it.id() == chatId)
                            .findFirst()
                            .orElse(null);
            if (chat == null) {
                return false;
            }
            chats.put(chatId, chat);
        }
        return chat.hasMember(userId);
    }
}
