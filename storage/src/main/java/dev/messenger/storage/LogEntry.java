package dev.messenger.storage;

/// One number of a chat's log, told as the chat is now (WIRE Part 2, replay): who missed it needs to
/// know what is left of it, not what it once was.
public sealed interface LogEntry {

    long chatId();

    long seq();

    /// A message, as it is now; the number is its own.
    record Posted(Message message) implements LogEntry {

        @Override
        public long chatId() {
            return message.chatId();
        }

        @Override
        public long seq() {
            return message.seq();
        }
    }

    /// An edit of a message.
    ///
    /// @param message as it is now, perhaps after later edits
    /// @param seq the number of this edit, not of the message
    record Edited(Message message, long seq) implements LogEntry {

        @Override
        public long chatId() {
            return message.chatId();
        }
    }

    /// A deletion; or a message, or an edit of one, that nobody can see by now, because it was deleted,
    /// erased, or the chat archived.
    record Deleted(long chatId, long seq, long messageId) implements LogEntry {}

    /// The chat ended here.
    record ChatArchived(long chatId, long seq) implements LogEntry {}

    /// All that the user had written in the chat was taken away here.
    record Erased(long chatId, long seq, long userId) implements LogEntry {}
}
