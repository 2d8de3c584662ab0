package dev.messenger.storage;

import java.util.List;
import java.util.Optional;

/// What became of an [Append]. All but `Refused`, `Busy`, `Failed` and `Unknown` mean: committed and
/// flushed.
public sealed interface Appended {

    /// How many erased messages are named; who saw older ones will not find them again.
    int MOST_ERASED = 300;

    /// @param duplicate the key was known: the message is the one stored then, as it is now, and
    ///     nothing was written this time. Its `seq` is the message's own
    record Posted(Chat chat, Message message, boolean duplicate) implements Appended {}

    /// @param seq the number of the change, not of the message
    record Edited(Chat chat, Message message, long seq) implements Appended {}

    /// @param orphan path of the file that the message had; its row is gone, its bytes may go
    record Archived(Chat chat, long messageId, long seq, Optional<String> orphan)
            implements Appended {}

    record ChatArchived(Chat chat, long seq) implements Appended {}

    /// @param messageIds the newest of the messages that somebody could see until now, in order of
    ///     `seq`, at most [#MOST_ERASED]
    /// @param orphans paths of the files that the messages had; their rows are gone
    record Erased(Chat chat, long seq, List<Long> messageIds, List<String> orphans)
            implements Appended {}

    /// Nothing was written, and asking again will not help.
    record Refused(Refusal reason) implements Appended {}

    /// Nothing was written, because the chat's lock is held elsewhere; ask again.
    record Busy() implements Appended {}

    /// Nothing was written: the database could not take this one append. That is a fault of ours.
    record Failed(Throwable cause) implements Appended {}

    /// The answer to its commit was lost: it may be stored, or not. [ChatLog#settle] finds out.
    record Unknown() implements Appended {}

    enum Refusal {
        /// There is no such open chat, or the actor is not its member.
        NO_SUCH_CHAT,
        /// There is no such message in this chat, or it is archived.
        NO_SUCH_MESSAGE,
        /// Only the sender may edit.
        NOT_THE_SENDER,
        /// There is no such upload of the actor's, or it is taken.
        NO_SUCH_FILE,
        /// The message that is replied to is not in this chat.
        NO_SUCH_REPLY_TARGET,
        /// The key is known from a message with other content.
        KEY_REUSED,
    }
}
