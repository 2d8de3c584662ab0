package dev.messenger.storage.memory;

import static java.util.stream.Collectors.toMap;

import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.ChatSummary;
import dev.messenger.storage.Chats;
import dev.messenger.storage.User;
import dev.messenger.storage.Users;
import dev.messenger.storage.memory.Memory.ChatRow;
import dev.messenger.storage.memory.Memory.MessageRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

final class MemoryChats implements Chats {

    private final Memory memory;

    MemoryChats(Memory memory) {
        this.memory = memory;
    }

    @Override
    public Creation create(long userId, long otherId) {
        long low = Math.min(userId, otherId);
        long high = Math.max(userId, otherId);
        synchronized (memory) {
            if (low == high || !memory.users.containsKey(low) || !memory.users.containsKey(high)) {
                return new Creation.NoSuchUser();
            }
            Optional<ChatRow> open =
                    memory.chats.values().stream()
                            .filter(row -> !row.archived && row.low == low && row.high == high)
                            .findFirst();
            if (open.isPresent()) {
                return new Creation.Exists(open.get().id);
            }
            long id = memory.nextId();
            memory.chats.put(id, new ChatRow(id, low, high, memory.nextActivity()));
            return new Creation.Created(id);
        }
    }

    @Override
    public Optional<Chat> find(long chatId) {
        synchronized (memory) {
            return Optional.ofNullable(memory.chats.get(chatId))
                    .filter(row -> !row.archived)
                    .map(ChatRow::snapshot);
        }
    }

    @Override
    public List<ChatSummary> list(long userId) {
        synchronized (memory) {
            return memory.chats.values().stream()
                    .filter(row -> row.isOpenFor(userId))
                    .sorted(Comparator.comparingLong((ChatRow row) -> row.activity).reversed())
                    .map(row -> summary(row, userId))
                    .toList();
        }
    }

    @Override
    public Optional<ChatSummary> summary(long chatId, long userId) {
        synchronized (memory) {
            return Optional.ofNullable(memory.chats.get(chatId))
                    .filter(row -> row.isOpenFor(userId))
                    .map(row -> summary(row, userId));
        }
    }

    private ChatSummary summary(ChatRow chat, long userId) {
        long otherId = chat.snapshot().other(userId);
        Optional<User> other = Optional.ofNullable(memory.users.get(otherId));
        return new ChatSummary(
                chat.id,
                otherId,
                other.map(User::userName).orElse(Users.ERASED_NAME),
                memory.avatars.containsKey(otherId),
                messages(chat)
                        .max(Comparator.comparingLong(row -> row.seq))
                        .map(row -> new ChatSummary.Last(row.content, row.timeStamp)),
                messages(chat)
                        .filter(row -> row.senderId != userId && row.seq > chat.readSeqOf(userId))
                        .count());
    }

    @Override
    public List<Membership> memberships(long userId, long afterChatId, int limit) {
        synchronized (memory) {
            return memory.chats.values().stream()
                    .filter(row -> row.isOpenFor(userId) && row.id > afterChatId)
                    .limit(limit)
                    .map(row -> membership(row, userId))
                    .toList();
        }
    }

    private Membership membership(ChatRow chat, long userId) {
        long otherId = chat.snapshot().other(userId);
        return new Membership(
                chat.id,
                otherId,
                Optional.ofNullable(memory.users.get(otherId))
                        .map(User::userName)
                        .orElse(Users.ERASED_NAME),
                chat.lastSeq,
                marks(chat, userId),
                marks(chat, otherId));
    }

    /// What is read is delivered, and nothing else is noted here as delivered yet.
    private static Marks marks(ChatRow chat, long userId) {
        return new Marks(chat.readSeqOf(userId), chat.readSeqOf(userId));
    }

    @Override
    public List<Long> idsOf(long userId) {
        synchronized (memory) {
            return memory.chats.values().stream()
                    .filter(row -> row.hasMember(userId))
                    .map(row -> row.id)
                    .toList();
        }
    }

    @Override
    public List<ChatHead> heads(long userId) {
        synchronized (memory) {
            return memory.chats.values().stream()
                    .filter(row -> row.hasMember(userId))
                    .map(row -> head(row, userId))
                    .toList();
        }
    }

    @Override
    public Map<Long, List<ChatHead>> headsOf(Collection<Long> userIds) {
        return userIds.stream().distinct().collect(toMap(Function.identity(), this::heads));
    }

    @Override
    public Optional<ChatHead> head(long chatId, long userId) {
        return heads(userId).stream().filter(head -> head.chat().id() == chatId).findFirst();
    }

    private static ChatHead head(ChatRow row, long userId) {
        long otherId = row.snapshot().other(userId);
        return new ChatHead(
                row.snapshot(), !row.archived, List.of(row.markOf(userId), row.markOf(otherId)));
    }

    /// Those of the chat that are not archived, oldest first: ids rise with seq within a chat.
    private Stream<MessageRow> messages(ChatRow chat) {
        return memory.messages.values().stream().filter(row -> row.chat == chat && !row.archived);
    }
}
