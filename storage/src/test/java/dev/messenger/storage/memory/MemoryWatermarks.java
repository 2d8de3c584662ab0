package dev.messenger.storage.memory;

import dev.messenger.storage.Watermark;
import dev.messenger.storage.Watermarks;
import dev.messenger.storage.memory.Memory.ChatRow;
import dev.messenger.storage.memory.Memory.MessageRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

final class MemoryWatermarks implements Watermarks {

    private static final Comparator<Watermark.Key> BY_CHAT_AND_USER =
            Comparator.comparingLong(Watermark.Key::chatId)
                    .thenComparingLong(Watermark.Key::userId);

    private final Memory memory;

    MemoryWatermarks(Memory memory) {
        this.memory = memory;
    }

    @Override
    public List<Moved> move(Collection<Watermark> marks) {
        synchronized (memory) {
            Map<Watermark.Key, Watermark> before = new TreeMap<>(BY_CHAT_AND_USER);
            for (Watermark asked : marks) {
                member(asked.key())
                        .ifPresent(
                                chat -> {
                                    before.putIfAbsent(asked.key(), chat.markOf(asked.userId()));
                                    raise(chat, asked);
                                });
            }
            return before.values().stream().flatMap(this::moved).toList();
        }
    }

    private Optional<ChatRow> member(Watermark.Key key) {
        return Optional.ofNullable(memory.chats.get(key.chatId()))
                .filter(chat -> chat.hasMember(key.userId()));
    }

    private static void raise(ChatRow chat, Watermark asked) {
        long read = Math.min(asked.readSeq(), chat.lastSeq);
        long delivered = Math.min(Math.max(asked.deliveredSeq(), read), chat.lastSeq);
        Watermark now = chat.markOf(asked.userId());
        chat.marks.put(
                asked.userId(),
                new Watermark(
                        chat.id,
                        asked.userId(),
                        Math.max(now.deliveredSeq(), delivered),
                        Math.max(now.readSeq(), read)));
    }

    private Stream<Moved> moved(Watermark before) {
        ChatRow chat = member(before.key()).orElseThrow();
        Watermark now = chat.markOf(before.userId());
        return now.equals(before)
                ? Stream.empty()
                : Stream.of(
                        new Moved(
                                now,
                                chat.snapshot().other(before.userId()),
                                newest(newlyRead(chat, before, now), MOST_NEWLY_READ)));
    }

    @Override
    public Optional<ReadMark> markRead(long messageId, long readerId, int limit) {
        synchronized (memory) {
            MessageRow named = memory.messages.get(messageId);
            if (named == null
                    || !named.visible()
                    || named.senderId == readerId
                    || !named.chat.isOpenFor(readerId)) {
                return Optional.empty();
            }
            Watermark before = named.chat.markOf(readerId);
            raise(named.chat, new Watermark(named.chat.id, readerId, named.seq, named.seq));
            Watermark now = named.chat.markOf(readerId);
            List<Long> newlyRead = newest(newlyRead(named.chat, before, now), limit);
            return Optional.of(
                    new ReadMark(
                            now,
                            named.senderId,
                            newlyRead.isEmpty() ? List.of(messageId) : newlyRead));
        }
    }

    private List<Long> newlyRead(ChatRow chat, Watermark before, Watermark now) {
        return unread(chat, before)
                .filter(row -> row.seq <= now.readSeq())
                .map(row -> row.id)
                .toList();
    }

    private static List<Long> newest(List<Long> ids, int limit) {
        return ids.subList(Math.max(0, ids.size() - limit), ids.size());
    }

    /// Oldest first: ids rise with seq within a chat.
    private Stream<MessageRow> unread(ChatRow chat, Watermark mark) {
        return memory.messages.values().stream()
                .filter(row -> row.chat == chat && row.visible())
                .filter(row -> row.senderId != mark.userId() && row.seq > mark.readSeq());
    }

    @Override
    public List<Watermark> of(Collection<Watermark.Key> keys) {
        synchronized (memory) {
            return keys.stream()
                    .distinct()
                    .sorted(BY_CHAT_AND_USER)
                    .flatMap(key -> member(key).map(chat -> chat.markOf(key.userId())).stream())
                    .toList();
        }
    }

    @Override
    public long unread(long userId) {
        synchronized (memory) {
            return memory.chats.values().stream()
                    .filter(chat -> chat.hasMember(userId))
                    .flatMap(chat -> unread(chat, chat.markOf(userId)))
                    .count();
        }
    }
}
