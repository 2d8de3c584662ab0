package dev.messenger.storage;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Who has received and read how far. Marks only ever rise, and no chat's lock is taken for them.
public interface Watermarks {

    /// How many newly read messages are named; older ones are read as well.
    int MOST_NEWLY_READ = 300;

    /// Moves marks up to those given, all or none of them, never down and never beyond the chat's head.
    /// What is read counts as delivered. Marks of who is no member are ignored; those of archived chats
    /// move too.
    ///
    /// @return those that moved, by chat and user
    List<Moved> move(Collection<Watermark> marks);

    /// Moves the reader's mark up to the message, never down.
    ///
    /// @param limit the most newly read messages that are returned; the newest ones stay
    /// @return empty if there is no such message, it or its chat is archived, or it was not sent to
    ///     this reader
    Optional<ReadMark> markRead(long messageId, long readerId, int limit);

    /// The marks as they are now, by chat and user; who is no member has none.
    List<Watermark> of(Collection<Watermark.Key> keys);

    /// How many messages the user has not read, in all open chats together.
    long unread(long userId);

    /// @param other the chat's other member
    /// @param newlyRead messages of others that this very call made read, in order of `seq`: visible
    ///     ones, the newest [#MOST_NEWLY_READ]; none if only the delivered mark moved
    record Moved(Watermark now, long other, List<Long> newlyRead) {}

    /// @param now the reader's mark after the call
    /// @param messageIds the named message and those that this call made read, in order of `seq`
    record ReadMark(Watermark now, long senderId, List<Long> messageIds) {}
}
