package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Storage;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Avatars: any picture that a browser shows, kept as the very string that came.
public final class AvatarImages {

    /// What stands before the data (RFC 2397); the data is base64 if this ends in `;base64`.
    private static final Pattern DATA_URI =
            Pattern.compile("data:image/([^,]{1,256}),", Pattern.CASE_INSENSITIVE);

    private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]");

    /// What the pictures that browsers show begin with: PNG, JPEG, GIF, BMP, ICO, WebP, AVIF and SVG.
    private static final Pattern PICTURE =
            Pattern.compile(
                    "\u0089PNG\r\n\u001a\n|\u00ff\u00d8\u00ff|GIF8[79]a|BM|\u0000\u0000\u0001\u0000"
                            + "|RIFF.{4}WEBP|.{4}ftypavi[fs]"
                            + "|(?:\u00ef\u00bb\u00bf)?\\s*+(?i:<\\?xml|<!--|<!DOCTYPE svg|<svg)",
                    Pattern.DOTALL);

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
        String picture;
        if (!uri.lookingAt()) {
            picture = decodeBase64(file);
        } else if (uri.group(1).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            picture = decodeBase64(file.substring(uri.end()));
        } else {
            picture = decodePercents(file.substring(uri.end()));
        }
        if (!PICTURE.matcher(picture).lookingAt()) {
            throw notAnImage();
        }
    }

    private static String decodeBase64(String text) {
        try {
            String line = LINE_BREAKS.matcher(text).replaceAll("");
            return new String(Base64.getDecoder().decode(line), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw notAnImage();
        }
    }

    private static String decodePercents(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
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
