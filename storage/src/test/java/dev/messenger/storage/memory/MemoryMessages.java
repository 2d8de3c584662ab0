package dev.messenger.storage.memory;

import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Messages;
import dev.messenger.storage.memory.Memory.Change;
import dev.messenger.storage.memory.Memory.ChatRow;
import dev.messenger.storage.memory.Memory.MessageRow;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

final class MemoryMessages implements Messages {

    private final Memory memory;

    MemoryMessages(Memory memory) {
        this.memory = memory;
    }

    @Override
    public Optional<Message> find(long messageId, long memberId) {
        synchronized (memory) {
            return Optional.ofNullable(memory.messages.get(messageId))
                    .filter(MessageRow::visible)
                    .map(MessageRow::snapshot)
                    .filter(it -> it.senderId() == memberId || it.recipientId() == memberId);
        }
    }

    @Override
    public List<Message> newestFirst(long chatId, long offset, int limit) {
        synchronized (memory) {
            return newestFirst(chatId).skip(offset).limit(limit).map(MessageRow::snapshot).toList();
        }
    }

    @Override
    public List<Message> before(long chatId, long beforeSeq, int limit) {
        synchronized (memory) {
            return newestFirst(chatId)
                    .filter(row -> row.seq < beforeSeq)
                    .limit(limit)
                    .map(MessageRow::snapshot)
                    .toList();
        }
    }

    private Stream<MessageRow> newestFirst(long chatId) {
        return memory.messages.values().stream()
                .filter(row -> row.chat.id == chatId && row.visible())
                .sorted(Comparator.comparingLong((MessageRow row) -> row.seq).reversed());
    }

    @Override
    public List<LogEntry> log(long chatId, long afterSeq, int limit) {
        synchronized (memory) {
            ChatRow chat = memory.chats.get(chatId);
            if (chat == null) {
                return List.of();
            }
            SortedMap<Long, LogEntry> log = new TreeMap<>();
            memory.messages.values().stream()
                    .filter(row -> row.chat == chat)
                    .forEach(row -> log.put(row.seq, posted(row)));
            chat.changes.forEach((seq, change) -> log.put(seq, changed(chatId, seq, change)));
            return log.values().stream()
                    .filter(entry -> entry.seq() > afterSeq && entry.seq() - limit <= afterSeq)
                    .toList();
        }
    }

    private static LogEntry posted(MessageRow row) {
        return row.visible()
                ? new LogEntry.Posted(row.snapshot())
                : new LogEntry.Deleted(row.chat.id, row.seq, row.id);
    }

    private LogEntry changed(long chatId, long seq, Change change) {
        return switch (change.kind()) {
            case "edit" -> edited(chatId, seq, change.messageId());
            case "archive" -> new LogEntry.Deleted(chatId, seq, change.messageId());
            case "archive_chat" -> new LogEntry.ChatArchived(chatId, seq);
            case "erase" -> new LogEntry.Erased(chatId, seq, change.actorId());
            default -> throw new IllegalStateException("kind: " + change.kind());
        };
    }

    private LogEntry edited(long chatId, long seq, long messageId) {
        MessageRow row = Objects.requireNonNull(memory.messages.get(messageId));
        return row.visible()
                ? new LogEntry.Edited(row.snapshot(), seq)
                : new LogEntry.Deleted(chatId, seq, messageId);
    }

    @Override
    public List<Message> oldestFirst(long chatId, long afterSeq, int limit) {
        synchronized (memory) {
            return memory.messages.values().stream()
                    .filter(row -> row.chat.id == chatId && row.visible() && row.seq > afterSeq)
                    .sorted(Comparator.comparingLong(row -> row.seq))
                    .limit(limit)
                    .map(MessageRow::snapshot)
                    .toList();
        }
    }
}
