package dev.messenger.protocol;

import java.util.Optional;

/// Bodies of the paths about avatars.
public final class AvatarApi {

    private AvatarApi() {}

    /// Asks `/avatar_upload`.
    ///
    /// @param file a data URI or base64 of an image; kept and given back byte for byte
    public record Upload(
            String file, Optional<Long> userId, Optional<String> login, Optional<String> password)
            implements SignedBody.ByUserId {}

    /// Asks `/avatar_download`, which needs no credentials.
    public record Download(long userId) {
        public Download {
            Check.id("user_id", userId);
        }
    }

    public record Avatar(String avatar) {}

    /// Asks `/avatar_delete`.
    public record Deletion(Optional<Long> id, Optional<String> login, Optional<String> password)
            implements SignedBody.ById {}
}
