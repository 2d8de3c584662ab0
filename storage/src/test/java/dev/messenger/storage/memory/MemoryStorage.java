package dev.messenger.storage.memory;

import dev.messenger.storage.Avatars;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Files;
import dev.messenger.storage.Messages;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Users;
import java.util.UUID;

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
    public Files files() {
        return new MemoryFiles(memory);
    }

    @Override
    public ChatLog openChatLog() {
        return new MemoryChatLog(memory);
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
