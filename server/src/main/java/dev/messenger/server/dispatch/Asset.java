package dev.messenger.server.dispatch;

import dev.messenger.server.dispatch.Response.Body;
import dev.messenger.server.dispatch.Response.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// One of the [Assets] as an answer: plain or compressed, or not at all because the client has it
/// already. All that can be made beforehand is.
///
/// Browsers keep it, but ask each time whether it is still the same: a new server has new pages at once.
final class Asset {

    /// What every kind of page needs to be told of what it may do. Scripts and styles are files of ours
    /// and nothing else, so text that somebody wrote can never become one.
    private static final List<Header> RULES =
            List.of(
                    new Header(
                            "Content-Security-Policy",
                            String.join(
                                    "; ",
                                    "default-src 'none'",
                                    "script-src 'self'",
                                    "style-src 'self'",
                                    "img-src 'self' data: blob:",
                                    "media-src 'self' blob:",
                                    "font-src 'self'",
                                    // Of a page by https, wss too (CSP 3, section 6.7.2.8).
                                    "connect-src 'self'",
                                    "manifest-src 'self'",
                                    "worker-src 'self'",
                                    "base-uri 'none'",
                                    "form-action 'self'",
                                    "frame-ancestors 'none'")),
                    new Header("Referrer-Policy", "no-referrer"),
                    new Header("Cross-Origin-Opener-Policy", "same-origin"),
                    new Header("Cross-Origin-Resource-Policy", "same-origin"),
                    new Header(
                            "Permissions-Policy",
                            "camera=(), display-capture=(), geolocation=(), microphone=(),"
                                    + " payment=(), usb=()"),
                    new Header("Cache-Control", "no-cache"));

    private final Form plain;

    /// Only where it is smaller.
    private final Optional<Form> zipped;

    /// An answer with its body, and one without.
    private record Form(Response whole, Response same, String etag) {}

    private Asset(Form plain, Optional<Form> zipped) {
        this.plain = plain;
        this.zipped = zipped;
    }

    /// @param name says by its end what it is
    static Asset of(String name, byte[] bytes) {
        Header type = new Header("Content-Type", AssetTypes.of(name));
        byte[] gzip = gzip(bytes);
        if (gzip.length >= bytes.length) {
            return new Asset(form(bytes, List.of(), List.of(type)), Optional.empty());
        }
        List<Header> vary = List.of(new Header("Vary", "Accept-Encoding"));
        return new Asset(
                form(bytes, vary, List.of(type)),
                Optional.of(
                        form(gzip, vary, List.of(type, new Header("Content-Encoding", "gzip")))));
    }

    Response answer(Head head) {
        Form form =
                zipped.filter(_ -> AcceptEncoding.takesGzip(head.header("Accept-Encoding")))
                        .orElse(plain);
        return Etag.isFresh(head, form.etag()) ? form.same() : form.whole();
    }

    /// Two forms of one thing have a strong validator each (RFC 9110 section 8.8.3.3).
    private static Form form(byte[] bytes, List<Header> vary, List<Header> ofBody) {
        String etag = Etag.of(bytes);
        List<Header> always =
                Stream.of(RULES, vary, List.of(new Header("ETag", etag)))
                        .flatMap(List::stream)
                        .toList();
        return new Form(
                new Response(
                        200,
                        Stream.concat(ofBody.stream(), always.stream()).toList(),
                        new Body.Bytes(bytes),
                        false),
                new Response(304, always, Body.Bytes.NONE, false),
                etag);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var gzip =
                new GZIPOutputStream(out) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
