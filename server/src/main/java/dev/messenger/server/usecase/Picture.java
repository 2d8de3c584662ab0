package dev.messenger.server.usecase;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A picture that browsers show.
///
/// @param mediaType by its first bytes, as browsers see it; what a client calls it is only a claim
public record Picture(byte[] bytes, String mediaType) {

    /// What stands before the data (RFC 2397); the data is base64 if this ends in `;base64`.
    private static final Pattern DATA_URI =
            Pattern.compile("data:image/([^,]{1,256}),", Pattern.CASE_INSENSITIVE);

    private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]");

    private enum Kind {
        PNG("image/png", "\u0089PNG\r\n\u001a\n"),
        JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
        GIF("image/gif", "GIF8[79]a"),
        BMP("image/bmp", "BM"),
        ICO("image/x-icon", "\u0000\u0000\u0001\u0000"),
        WEBP("image/webp", "RIFF.{4}WEBP"),
        AVIF("image/avif", ".{4}ftypavi[fs]"),
        SVG("image/svg+xml", "(?:\u00ef\u00bb\u00bf)?\\s*+(?i:<\\?xml|<!--|<!DOCTYPE svg|<svg)");

        private final String mediaType;
        private final Pattern beginning;

        /// @param beginning a char for each octet
        Kind(String mediaType, String beginning) {
            this.mediaType = mediaType;
            this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
        }
    }

    /// Reads base64 or a data URI; empty if it is neither, or no picture.
    static Optional<Picture> of(String file) {
        String octets;
        try {
            octets = octets(file);
        } catch (IllegalArgumentException neither) {
            return Optional.empty();
        }
        return Stream.of(Kind.values())
                .filter(kind -> kind.beginning.matcher(octets).lookingAt())
                .findFirst()
                .map(
                        kind ->
                                new Picture(
                                        octets.getBytes(StandardCharsets.ISO_8859_1),
                                        kind.mediaType));
    }

    /// A char for each octet.
    private static String octets(String file) {
        Matcher uri = DATA_URI.matcher(file);
        if (!uri.lookingAt()) {
            return decodeBase64(file);
        }
        String data = file.substring(uri.end());
        return uri.group(1).toLowerCase(Locale.ROOT).endsWith(";base64")
                ? decodeBase64(data)
                : decodePercents(data);
    }

    private static String decodeBase64(String text) {
        String line = LINE_BREAKS.matcher(text).replaceAll("");
        return new String(Base64.getDecoder().decode(line), StandardCharsets.ISO_8859_1);
    }

    /// What is not escaped stands for itself, in UTF-8; a plus too, unlike in forms.
    private static String decodePercents(String text) {
        byte[] utf8 = text.replace("+", "%2B").getBytes(StandardCharsets.UTF_8);
        return URLDecoder.decode(
                new String(utf8, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }
}
