package dev.messenger.storage;

import java.util.List;
import java.util.Optional;

/// Chats and the marks of who has read how far. What takes a `seq` goes through [ChatLog] instead.
public interface Chats {

    /// Opens the chat of two different users.
    Creation create(long userId, long otherId);

    /// The chat, if there is one and it is not archived.
    Optional<Chat> find(long chatId);

    /// The open chats of a user, latest activity by the server's clock first.
    List<ChatSummary> list(long userId);

    /// One row of [#list], if the chat is open and the user its member.
    Optional<ChatSummary> summary(long chatId, long userId);

    /// The open chats of a user by rising id, those after `afterChatId`.
    List<Membership> memberships(long userId, long afterChatId, int limit);

    /// Every chat that the user is a member of, archived ones too.
    List<Long> idsOf(long userId);

    /// Moves the reader's mark up to the message, never down.
    ///
    /// @param limit the most newly read messages that are returned; the newest ones stay
    /// @return empty if there is no such message, it or its chat is archived, or it was not sent to
    ///     this reader
    Optional<ReadMark> markRead(long messageId, long readerId, int limit);

    /// An open chat of two, as one of them is in it.
    ///
    /// @param own how far this one got
    /// @param others how far the other one got
    record Membership(
            long chatId, long otherId, String otherName, long lastSeq, Marks own, Marks others) {}

    /// How far somebody received and read a chat, as numbers of its log.
    record Marks(long deliveredSeq, long readSeq) {}

    sealed interface Creation {
        record Created(long chatId) implements Creation {}

        record Exists(long chatId) implements Creation {}

        record NoSuchUser() implements Creation {}
    }

    /// @param messageIds the named message and those that this call made read, in order of `seq`
    record ReadMark(long chatId, long senderId, long readerId, List<Long> messageIds) {}
}
