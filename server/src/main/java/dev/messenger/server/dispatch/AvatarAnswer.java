package dev.messenger.server.dispatch;

import dev.messenger.server.dispatch.Response.Body;
import dev.messenger.server.dispatch.Response.Header;
import dev.messenger.server.usecase.Picture;
import java.util.ArrayList;
import java.util.List;

/// An avatar as an answer: the picture itself, to be shown but never run.
final class AvatarAnswer {

    private AvatarAnswer() {}

    static Response of(Head head, Picture picture) {
        String etag = Etag.of(picture.bytes());
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("ETag", etag));
        headers.add(new Header("Cache-Control", "private, no-cache"));
        if (Etag.isFresh(head, etag)) {
            return new Response(304, headers, Body.Bytes.NONE, false);
        }
        headers.add(new Header("Content-Type", picture.mediaType()));
        // An SVG may hold scripts: opened on its own, it is a document of the server's origin.
        headers.add(
                new Header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; sandbox"));
        return new Response(200, headers, new Body.Bytes(picture.bytes()), false);
    }
}
