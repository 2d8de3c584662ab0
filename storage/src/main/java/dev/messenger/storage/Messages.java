package dev.messenger.storage;

import java.util.List;
import java.util.Optional;

/// Reads messages. They are written through [ChatLog].
public interface Messages {

    /// The message, if there is one and neither it nor its chat is archived.
    Optional<Message> find(long messageId);

    /// Messages of an open chat by descending `seq`, archived ones left out.
    List<Message> newestFirst(long chatId, long offset, int limit);

    /// The same by ascending `seq`, those after `afterSeq`.
    List<Message> oldestFirst(long chatId, long afterSeq, int limit);
}
