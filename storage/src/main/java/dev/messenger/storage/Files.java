package dev.messenger.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of uploaded files; their bytes are in [FileStore]. Attaching one to a message, and
/// taking it away again, is part of that message's transaction ([ChatLog]).
public interface Files {

    /// Notes a file whose bytes are already safe on disk, unless all files of its owner would have more
    /// than `quota` bytes then: of several at once, only as many are noted as fit.
    ///
    /// @return whether it is noted
    boolean add(long ownerId, String handle, String name, long size, String path, long quota);

    /// The file of a message that is not archived, if the user is a member of its open chat.
    Optional<StoredFile> ofMessage(long messageId, long userId);

    /// All files of an owner, whether or not a message took them, by rising id, those after `afterId`.
    List<StoredFile> ofOwner(long ownerId, long afterId, int limit);

    /// How many bytes all files of an owner have.
    long bytesOf(long ownerId);

    /// Deletes the rows of files that no message took, made before `before`.
    ///
    /// @return what was deleted, so that the bytes can go too
    List<StoredFile> deleteUnattached(Instant before);

    /// Those of the given paths that a row still names.
    Set<String> known(Collection<String> paths);
}
