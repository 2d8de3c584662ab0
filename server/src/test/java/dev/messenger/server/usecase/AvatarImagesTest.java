package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AvatarImagesTest extends WithRules {

    private static final String PNG = base64("\u0089PNG\r\n\u001a\nrest");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0089PNG\r\n\u001a\nrest",
                "\u00ff\u00d8\u00ff\u00e0",
                "GIF87a",
                "GIF89a",
                "BM....",
                "RIFF....WEBPVP8 ",
                "\u0000\u0000\u0000\u001cftypavif",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "\n <?xml version='1.0'?><svg/>",
                "\u00ef\u00bb\u00bf<svg/>",
            })
    void pictureIsTakenBareOrAsADataUriAndComesBackByteForByte(String picture) {
        for (String prefix :
                new String[] {
                    "",
                    "data:image/png;base64,",
                    "DATA:IMAGE/SVG+XML;BASE64,",
                    "data:image/svg+xml;charset=utf-8;base64,"
                }) {
            String file = prefix + base64(picture);
            rules.avatars.put(ann, upload(file));
            assertThat(rules.avatars.get(of(ann))).isEqualTo(new AvatarApi.Avatar(file));
        }
    }

    @Test
    void base64MayHaveLineBreaksAndLackPadding() {
        String broken = PNG.substring(0, 8) + "\r\n" + PNG.substring(8).replace("=", "") + "\n";
        rules.avatars.put(ann, upload(broken));
        assertThat(rules.avatars.get(of(ann)).avatar()).isEqualTo(broken);
    }

    @Test
    void vectorPictureMayStandInItsDataUriAsText() {
        String file = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";
        rules.avatars.put(ann, upload(file));
        assertThat(rules.avatars.get(of(ann)).avatar()).isEqualTo(file);
        rules.avatars.put(ann, upload("data:image/svg+xml;utf8,<svg/>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "not base64!",
                "data:image/png;base64,",
                "data:image/png;base64",
                "data:text/html;base64,iVBORw0KGgo=",
                "data:image/svg+xml,%3Chtml%3E",
                "data:image/svg+xml,%",
                "aGVsbG8=",
                "UklGRi4uLi5XQVZF",
                "iVBORw0KGg==",
                "%PDF-1.4",
                "../../etc/passwd",
            })
    void whatIsNoPictureIsRefusedAndNothingIsStored(String file) {
        assertThat(refusal(() -> rules.avatars.put(ann, upload(file))))
                .isEqualTo(new Refused(Reason.INVALID_VALUE, "file"));
        assertThat(rules.storage.avatars().get(ann.userId())).isEmpty();
    }

    @Test
    void oneWithoutAnAvatarHasNoneToGetOrDelete() {
        Refused none = new Refused(Reason.NOT_FOUND);
        assertThat(refusal(() -> rules.avatars.get(of(ann)))).isEqualTo(none);
        assertThat(refusal(() -> rules.avatars.get(new AvatarApi.Download(999)))).isEqualTo(none);
        assertThat(refusal(() -> rules.avatars.delete(ann, DELETION))).isEqualTo(none);
    }

    @Test
    void deletionTakesTheCallersAlone() {
        rules.avatars.put(ann, upload(PNG));
        rules.avatars.put(bob, upload(PNG));
        rules.avatars.delete(ann, DELETION);
        assertThat(rules.storage.avatars().get(ann.userId())).isEmpty();
        assertThat(rules.storage.avatars().get(bob.userId())).contains(PNG);
    }

    private static final AvatarApi.Deletion DELETION =
            new AvatarApi.Deletion(Optional.empty(), Optional.empty(), Optional.empty());

    private static AvatarApi.Download of(Caller user) {
        return new AvatarApi.Download(user.userId());
    }

    private static AvatarApi.Upload upload(String file) {
        return new AvatarApi.Upload(file, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String base64(String latin1) {
        return Base64.getEncoder().encodeToString(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
