package dev.messenger.storage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chats: who is in them and where they stand. What takes a `seq` goes through [ChatLog] instead, and
/// who has read how far through [Watermarks].
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

    /// Where every chat stands that the user is a member of, archived ones too, by id.
    List<ChatHead> heads(long userId);

    /// The same of several users at once; who has no chats may be left out.
    Map<Long, List<ChatHead>> headsOf(Collection<Long> userIds);

    /// Where one chat stands, archived or not, if the user is its member.
    Optional<ChatHead> head(long chatId, long userId);

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
}
