package dev.messenger.server.dispatch;

import dev.messenger.protocol.FileType;
import dev.messenger.server.dispatch.Response.Body;
import dev.messenger.server.dispatch.Response.Header;
import dev.messenger.storage.StoredFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file as an answer: whole, in part, or not at all because the client has it already (RFC 9110
/// sections 13 and 14).
final class FileAnswer {

    /// What browsers may take for what it is; everything else is just bytes. All of it is an attachment,
    /// and a document without rights where a browser shows it nevertheless: nothing that somebody
    /// uploaded is ever run in the server's origin.
    private static final Map<String, String> MEDIA_TYPES =
            Map.ofEntries(
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("bmp", "image/bmp"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("avi", "video/x-msvideo"),
                    Map.entry("mov", "video/quicktime"),
                    Map.entry("mkv", "video/x-matroska"),
                    Map.entry("flv", "video/x-flv"),
                    Map.entry("wmv", "video/x-ms-wmv"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("wav", "audio/wav"),
                    Map.entry("aac", "audio/aac"),
                    Map.entry("flac", "audio/flac"),
                    Map.entry("ogg", "audio/ogg"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("json", "application/json"),
                    Map.entry("zip", "application/zip"));

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private FileAnswer() {}

    static Response of(Head head, StoredFile file, FileChannel content) {
        // A kept file never changes, so its handle is a strong validator.
        String etag = "\"" + file.handle() + "\"";
        Instant modified = file.createdAt().truncatedTo(ChronoUnit.SECONDS);
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("ETag", etag));
        headers.add(new Header("Last-Modified", HTTP_DATE.format(modified)));
        headers.add(new Header("Accept-Ranges", "bytes"));
        headers.add(new Header("Cache-Control", "private, no-cache"));
        if (Etag.isFresh(head, etag)) {
            close(content);
            return new Response(304, headers, Body.Bytes.NONE, false);
        }
        headers.add(
                new Header(
                        "Content-Type",
                        MEDIA_TYPES.getOrDefault(
                                FileType.extension(file.name()), "application/octet-stream")));
        headers.add(new Header("Content-Disposition", attachment(file.name())));
        headers.add(new Header("Content-Security-Policy", "default-src 'none'; sandbox"));

        Optional<String> range = head.header("Range").filter(it -> rangeStillHolds(head, etag));
        return switch (range.map(it -> ByteRange.parse(it, file.size())).orElse(ByteRange.WHOLE)) {
            case ByteRange.Whole whole ->
                    new Response(200, headers, new Body.Region(content, 0, file.size()), false);
            case ByteRange.Part(long first, long last) -> {
                headers.add(
                        new Header(
                                "Content-Range",
                                "bytes " + first + "-" + last + "/" + file.size()));
                yield new Response(
                        206, headers, new Body.Region(content, first, last - first + 1), false);
            }
            case ByteRange.Unsatisfiable nothing -> {
                close(content);
                yield new Response(
                        416,
                        List.of(new Header("Content-Range", "bytes */" + file.size())),
                        Body.Bytes.NONE,
                        false);
            }
        };
    }

    /// `If-Range` compares strongly; a date is not strong enough to be sure (section 13.1.5).
    private static boolean rangeStillHolds(Head head, String etag) {
        return head.header("If-Range").map(etag::equals).orElse(true);
    }

    /// Both forms of the name (RFC 6266 appendix D): ASCII for old clients, UTF-8 for all others.
    static String attachment(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .forEach(
                        c ->
                                ascii.append(
                                        c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%'
                                                ? '_'
                                                : (char) c));
        StringBuilder utf8 = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b > 0 && (Character.isLetterOrDigit(b) || "!#$&+-.^_`|~".indexOf(b) >= 0);
            utf8.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + utf8;
    }

    private static void close(FileChannel content) {
        try {
            content.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
