package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Avatars: any picture that a browser shows, kept as the very string that came.
public final class AvatarImages {

    private static final Pattern DATA_URI =
            Pattern.compile("data:image/[A-Za-z0-9.+-]+;base64,", Pattern.CASE_INSENSITIVE);

    private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]");

    /// What the pictures that browsers show begin with.
    private static final List<String> BEGINNINGS =
            List.of(
                    "\u0089PNG\r\n\u001a\n",
                    "\u00ff\u00d8\u00ff",
                    "GIF87a",
                    "GIF89a",
                    "BM",
                    "RIFF");

    private static final Pattern SVG =
            Pattern.compile("^\\s*(<\\?xml|<!--|<!DOCTYPE svg|<svg)", Pattern.CASE_INSENSITIVE);

    private final Storage storage;

    public AvatarImages(Storage storage) {
        this.storage = storage;
    }

    public AccountApi.Done put(Caller me, AvatarApi.Upload asked) {
        checkImage(asked.file());
        storage.avatars().put(me.userId(), asked.file());
        return new AccountApi.Done("The avatar is stored.");
    }

    public AvatarApi.Avatar get(AvatarApi.Download asked) {
        return storage.avatars()
                .get(asked.userId())
                .map(AvatarApi.Avatar::new)
                .orElseThrow(() -> Rejected.notFound("There is no such avatar."));
    }

    public AccountApi.Done delete(Caller me, AvatarApi.Deletion asked) {
        if (!storage.avatars().delete(me.userId())) {
            throw Rejected.notFound("You have no avatar.");
        }
        return new AccountApi.Done("The avatar is deleted.");
    }

    /// The first bytes decide, as they do in browsers; the name of the type is only a claim.
    private static void checkImage(String file) {
        Matcher uri = DATA_URI.matcher(file);
        String base64 = uri.lookingAt() ? file.substring(uri.end()) : file;
        String decoded = decode(LINE_BREAKS.matcher(base64).replaceAll(""));
        if (BEGINNINGS.stream().noneMatch(decoded::startsWith) && !SVG.matcher(decoded).find()) {
            throw notAnImage();
        }
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw notAnImage();
        }
    }

    private static Rejected notAnImage() {
        return Rejected.field(
                "file",
                Reason.INVALID_VALUE,
                "The field file must be an image, in base64 or as a data URI.");
    }
}
