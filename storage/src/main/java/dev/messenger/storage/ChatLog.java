package dev.messenger.storage;

import java.util.List;
import java.util.Optional;

/// The only way to change a chat: takes a batch, numbers it, and commits it as one transaction.
///
/// Each chat's changes get the numbers after its `last_seq`, without holes, in the batch's order, under
/// the lock of the chat's row: other writers, in other processes too, may use other logs at the same
/// time. Not safe for many threads: each writer thread opens its own, and it reconnects by itself.
///
/// The protocol of one call:
/// - It returns one result for each append, in the same order, after the commit was flushed.
/// - Chats whose lock is held elsewhere are skipped: their appends come back [Appended.Busy]. Nothing
///   waits for a lock.
/// - An append that the database cannot take fails alone, as [Appended.Failed]:
///   the rest of the batch is stored.
/// - Where the answer to a commit was lost, its appends come back [Appended.Unknown], and what came
///   after them in the batch as [Appended.Busy]. They must be settled before the log takes more:
///
/// ```
///            all known                Unknown
/// append <---------------- append ---------------> settle --+-- results: committed
///   ^                                              ^   |    +-- empty: nothing of it stored
///   |                                              +---+ StorageUnavailable: ask again
///   +------------- settled, or forget -----------------+
/// ```
public interface ChatLog extends AutoCloseable {

    /// @throws StorageUnavailable if nothing was stored
    /// @throws IllegalStateException if an unknown commit is neither settled nor forgotten
    List<Appended> append(List<Append> batch);

    /// When the last [#append] began to write and commit what it had decided, by [System#nanoTime]. Mostly
    /// it had locked and read before; what it could decide without is locked after. Of a log that does
    /// not tell, now.
    default long commitBegan() {
        return System.nanoTime();
    }

    /// Finds out what became of the appends that came back [Appended.Unknown]. Waits, for as long as a
    /// lock may take, for a transaction that may still be committing.
    ///
    /// @return their results, in their order, if they were committed; empty if nothing of them was
    ///     stored, nor will be
    /// @throws StorageUnavailable while the database does not say
    /// @throws IllegalStateException if nothing is unknown
    Optional<List<Appended>> settle();

    /// Gives up finding out; the log takes appends again.
    void forget();

    @Override
    void close();
}
