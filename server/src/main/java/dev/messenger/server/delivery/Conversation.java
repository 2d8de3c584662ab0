package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;

/// What one peer says over its socket, and what becomes of it.
///
/// [LegacyConversation] understands Part 1's frames, [ResumableConversation] Part 2's.
public interface Conversation {

    /// Messages that may wait, and writes that may be unanswered, before reading pauses.
    int LIMIT = Inbox.LIMIT;

    /// Takes a text message from the socket. Called on its event loop; never blocks.
    void receive(String message);

    /// Closes the socket once all that came from it is answered, or goes nowhere. On the loop, too.
    void end(CloseCode why);

    /// Forgets what still waits; what is being handled is finished. Safe on any thread.
    void close();
}
