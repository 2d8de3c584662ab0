package dev.messenger.storage;

/// All that the server remembers, opened once at start-up.
public interface Storage extends AutoCloseable {

    Users users();

    Avatars avatars();

    Sessions sessions();

    Chats chats();

    Messages messages();

    Watermarks watermarks();

    Files files();

    /// Opens a log for one writer thread, with a connection of its own.
    ChatLog openChatLog();

    /// A random value that lives as long as the data; an operator changes it after a restore that lost
    /// some (WIRE Part 2, `epoch`).
    String epoch();

    /// Does one trivial query, for readiness checks.
    ///
    /// @throws StorageUnavailable if the database does not answer
    void ping();

    /// The connections that everything but the chat logs shares. Never asks the database.
    default PoolNumbers pool() {
        return PoolNumbers.NONE;
    }

    @Override
    void close();
}
