package dev.messenger.storage.memory;

import dev.messenger.storage.Message;
import dev.messenger.storage.Messages;
import dev.messenger.storage.memory.Memory.MessageRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class MemoryMessages implements Messages {

    private final Memory memory;

    MemoryMessages(Memory memory) {
        this.memory = memory;
    }

    @Override
    public Optional<Message> find(long messageId) {
        synchronized (memory) {
            return Optional.ofNullable(memory.messages.get(messageId))
                    .filter(MessageRow::visible)
                    .map(MessageRow::snapshot);
        }
    }

    @Override
    public List<Message> newestFirst(long chatId, long offset, int limit) {
        synchronized (memory) {
            return memory.messages.values().stream()
                    .filter(row -> row.chat.id == chatId && row.visible())
                    .sorted(Comparator.comparingLong((MessageRow row) -> row.seq).reversed())
                    .skip(offset)
                    .limit(limit)
                    .map(MessageRow::snapshot)
                    .toList();
        }
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
