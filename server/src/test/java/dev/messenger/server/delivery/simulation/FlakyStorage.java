package dev.messenger.server.delivery.simulation;

import dev.messenger.storage.Avatars;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.Files;
import dev.messenger.storage.Messages;
import dev.messenger.storage.Sessions;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.Users;
import dev.messenger.storage.Watermarks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// The database as one server sees it: now and then it does not answer.
final class FlakyStorage implements Storage {

    private final Database database;
    private final Chats chats;
    private final Messages messages;
    private final Sessions sessions;
    private final Watermarks watermarks;

    FlakyStorage(Database database) {
        this.database = database;
        chats = flaky(Chats.class, database.memory.chats());
        messages = flaky(Messages.class, database.memory.messages());
        sessions = flaky(Sessions.class, database.memory.sessions());
        watermarks = flaky(Watermarks.class, database.memory.watermarks());
    }

    private <T> T flaky(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (database.faults.failsRead()) {
                                database.law.note("{} fails", method.getName());
                                throw new StorageUnavailable("away", new RuntimeException());
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Override
    public Users users() {
        return database.memory.users();
    }

    @Override
    public Avatars avatars() {
        return database.memory.avatars();
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public Chats chats() {
        return chats;
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public Watermarks watermarks() {
        return watermarks;
    }

    @Override
    public Files files() {
        return database.memory.files();
    }

    @Override
    public ChatLog openChatLog() {
        return new FaultyLog(database);
    }

    @Override
    public String epoch() {
        return database.memory.epoch();
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
