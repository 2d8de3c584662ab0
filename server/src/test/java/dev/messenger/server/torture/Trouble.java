package dev.messenger.server.torture;

import java.util.Arrays;
import java.util.Locale;

/// What can be done to a server, its database and its clients. The words are those of `--faults`.
enum Trouble {
    /// SIGKILL, at any time or in the midst of commits; and a new start.
    KILL_SERVER,
    /// SIGKILL for every process of PostgreSQL; and recovery.
    KILL_DATABASE,
    /// SIGSTOP for all of them, for seconds.
    PAUSE_DATABASE,
    /// A fast stop, which breaks all connections; and a new start.
    RESTART_DATABASE,
    /// `LOCK TABLE … IN ACCESS EXCLUSIVE MODE` by somebody else, for seconds.
    LOCK_TABLE,
    /// One chat's row is locked by somebody else, for seconds.
    LOCK_CHAT,
    /// Connections to PostgreSQL break after COMMIT was sent, and before it is answered.
    CUT_COMMIT,
    /// Connections to PostgreSQL break in the midst of transactions.
    CUT_TRANSACTION,
    /// Another server writes to the same chats, and is then killed or drained.
    SECOND_WRITER,
    /// Some clients stop reading while long messages come in.
    STALL_CLIENTS,
    /// Half of all posts are sent twice or out of order, and all connections are cut meanwhile.
    RESEND,
    /// All clients' connections break at once.
    CUT_CLIENTS,
    /// SIGTERM; the next server starts after, or before.
    DRAIN;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Trouble of(String word) {
        return Arrays.stream(values())
                .filter(trouble -> trouble.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("fault: " + word));
    }
}
