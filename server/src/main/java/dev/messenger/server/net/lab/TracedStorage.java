package dev.messenger.server.net.lab;

import dev.messenger.storage.Avatars;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Files;
import dev.messenger.storage.Messages;
import dev.messenger.storage.PoolNumbers;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Users;
import dev.messenger.storage.Watermarks;

/// A storage whose logs are [TracedLog]s. Safe on any thread.
record TracedStorage(Storage storage, Traces traces) implements Storage {

    @Override
    public ChatLog openChatLog() {
        return new TracedLog(storage.openChatLog(), traces);
    }

    @Override
    public Users users() {
        return storage.users();
    }

    @Override
    public Avatars avatars() {
        return storage.avatars();
    }

    @Override
    public Sessions sessions() {
        return storage.sessions();
    }

    @Override
    public Chats chats() {
        return storage.chats();
    }

    @Override
    public Messages messages() {
        return storage.messages();
    }

    @Override
    public Watermarks watermarks() {
        return storage.watermarks();
    }

    @Override
    public Files files() {
        return storage.files();
    }

    @Override
    public String epoch() {
        return storage.epoch();
    }

    @Override
    public PoolNumbers pool() {
        return storage.pool();
    }

    @Override
    public void ping() {
        storage.ping();
    }

    @Override
    public void close() {
        storage.close();
    }
}
