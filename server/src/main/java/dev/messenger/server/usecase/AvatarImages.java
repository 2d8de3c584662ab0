package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Storage;

/// Avatars: any picture that a browser shows, kept as the very string that came.
public final class AvatarImages {

    private final Storage storage;

    public AvatarImages(Storage storage) {
        this.storage = storage;
    }

    public AccountApi.Done put(Caller me, AvatarApi.Upload asked) {
        if (Picture.of(asked.file()).isEmpty()) {
            throw Rejected.field(
                    "file",
                    Reason.INVALID_VALUE,
                    "The field file must be an image, in base64 or as a data URI.");
        }
        storage.avatars().put(me.userId(), asked.file());
        return new AccountApi.Done("The avatar is stored.");
    }

    public AvatarApi.Avatar get(AvatarApi.Download asked) {
        return storage.avatars()
                .get(asked.userId())
                .map(AvatarApi.Avatar::new)
                .orElseThrow(AvatarImages::noSuchAvatar);
    }

    /// What the string stands for.
    public Picture picture(long userId) {
        return storage.avatars()
                .get(userId)
                .flatMap(Picture::of)
                .orElseThrow(AvatarImages::noSuchAvatar);
    }

    public AccountApi.Done delete(Caller me, AvatarApi.Deletion asked) {
        if (!storage.avatars().delete(me.userId())) {
            throw Rejected.notFound("You have no avatar.");
        }
        return new AccountApi.Done("The avatar is deleted.");
    }

    private static Rejected noSuchAvatar() {
        return Rejected.notFound("There is no such avatar.");
    }
}
