package dev.messenger.protocol;

import java.util.Optional;

/// Bodies of the paths about files.
public final class FileApi {

    /// The largest upload, in bytes.
    public static final long LARGEST = 524_288_000;

    private static final int LONGEST_NAME_BYTES = 255;

    private FileApi() {}

    /// The fields beside the file in the form of `/file_upload`.
    public record UploadFields(
            Optional<Long> userId, Optional<String> login, Optional<String> password)
            implements SignedBody.ByUserId {}

    public record Uploaded(String fileName, String serviceFile) {}

    /// Asks `/file_download`.
    public record Download(
            long messageId,
            Optional<Long> userId,
            Optional<String> login,
            Optional<String> password)
            implements SignedBody.ByUserId {
        public Download {
            Check.id("message_id", messageId);
        }
    }

    /// @throws Rejected if a file cannot have this name
    public static void checkName(String field, String name) {
        Check.characters(name);
        Check.bytes(field, name, 1, LONGEST_NAME_BYTES);
    }
}
