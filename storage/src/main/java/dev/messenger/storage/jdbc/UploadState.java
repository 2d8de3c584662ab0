package dev.messenger.storage.jdbc;

/// An upload that a message of the batch has or takes.
record UploadState(long id, long ownerId, String handle, String name, String path) {

    /// As the message calls it; an empty name leaves the upload's.
    UploadState named(String newName) {
        return newName.isEmpty() ? this : new UploadState(id, ownerId, handle, newName, path);
    }
}
