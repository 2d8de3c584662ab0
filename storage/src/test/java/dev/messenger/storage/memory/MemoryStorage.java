package dev.messenger.storage.memory;

import dev.messenger.storage.Avatars;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Files;
import dev.messenger.storage.Messages;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Users;
import dev.messenger.storage.Watermarks;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// All that the server remembers, until the test ends.
public final class MemoryStorage implements Storage {

    private final Memory memory = new Memory();
    private final String epoch = UUID.randomUUID().toString();

    @Override
    public Users users() {
        return new MemoryUsers(memory);
    }

    @Override
    public Avatars avatars() {
        return new MemoryAvatars(memory);
    }

    @Override
    public Sessions sessions() {
        return new MemorySessions(memory);
    }

    @Override
    public Chats chats() {
        return new MemoryChats(memory);
    }

    @Override
    public Messages messages() {
        return new MemoryMessages(memory);
    }

    @Override
    public Watermarks watermarks() {
        return new MemoryWatermarks(memory);
    }

    @Override
    public Files files() {
        return new MemoryFiles(memory);
    }

    @Override
    public ChatLog openChatLog() {
        return new MemoryChatLog(memory);
    }

    /// All of it as text: what a test compares to show that nothing was stored.
    public String dump() {
        synchronized (memory) {
            return memory.toString();
        }
    }

    @Override
    public String epoch() {
        return epoch;
    }

    /// All numbers that messages and changes of the chat have taken, in order.
    public List<Long> numbers(long chatId) {
        synchronized (memory) {
            Stream<Long> messages =
                    memory.messages.values().stream()
                            .filter(row -> row.chat.id == chatId)
                            .map(row -> row.seq);
            Stream<Long> changes =
                    memory.chats.values().stream()
                            .filter(row -> row.id == chatId)
                            .flatMap(row -> row.changes.keySet().stream());
            return Stream.concat(messages, changes).sorted().toList();
        }
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
