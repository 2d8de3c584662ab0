package dev.messenger.storage;

import java.time.Instant;

/// What is known of an uploaded file.
///
/// @param handle opaque, what the uploader names it by
/// @param name as the uploader (or the message that attached it) gave it
/// @param size in bytes
/// @param path where its bytes are, as [FileStore] names it
public record StoredFile(
        long id,
        long ownerId,
        String handle,
        String name,
        long size,
        String path,
        Instant createdAt) {}
