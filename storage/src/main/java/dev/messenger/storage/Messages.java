package dev.messenger.storage;

import java.util.List;
import java.util.Optional;

/// Reads messages and the logs they stand in. Both are written through [ChatLog].
public interface Messages {

    /// The message, if there is one in a chat of that member's, and neither it nor the chat is archived.
    Optional<Message> find(long messageId, long memberId);

    /// Messages of an open chat by descending `seq`, archived ones left out.
    List<Message> newestFirst(long chatId, long offset, int limit);

    /// The same from below `beforeSeq` on.
    List<Message> before(long chatId, long beforeSeq, int limit);

    /// The numbers `afterSeq + 1` to `afterSeq + limit` of a chat's log, as far as they are taken:
    /// oldest first, without a hole, all as of one moment. The chat may be archived.
    List<LogEntry> log(long chatId, long afterSeq, int limit);

    /// Messages of an open chat by ascending `seq`, archived ones left out, those after `afterSeq`.
    List<Message> oldestFirst(long chatId, long afterSeq, int limit);
}
