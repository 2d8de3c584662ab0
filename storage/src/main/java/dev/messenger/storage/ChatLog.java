package dev.messenger.storage;

import java.util.List;

/// The only way to change a chat: takes a batch, numbers it, and commits it as one transaction.
///
/// Each chat's changes get the numbers after its `last_seq`, without holes, in the batch's order, under
/// the lock of the chat's row: other writers, in other processes too, may use other logs at the same
/// time. Not safe for many threads: each writer thread opens its own, and it reconnects by itself.
///
/// The protocol of one call:
/// - It returns one result for each append, in the same order, after the commit was flushed.
/// - Chats whose lock is held elsewhere are skipped: their appends come back [Appended.Busy]. Nothing
///   waits for a lock unless `patient`.
/// - An append that the database cannot take fails alone, as [Appended.Failed]:
///   the rest of the batch is stored.
/// - [OutcomeUnknown] means that the commit's answer was lost. Calling again with the same appends,
///   `fresh` cleared, settles it: a post that was stored is recognised by its key.
public interface ChatLog extends AutoCloseable {

    /// @param patient whether to wait for locks (bounded by the lock timeout) rather than skip
    /// @throws OutcomeUnknown if it may have been stored
    /// @throws StorageUnavailable if nothing was stored
    List<Appended> append(List<Append> batch, boolean patient);

    @Override
    void close();
}
