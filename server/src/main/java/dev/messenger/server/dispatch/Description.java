package dev.messenger.server.dispatch;

import dev.messenger.server.dispatch.Response.Body;
import dev.messenger.server.dispatch.Response.Header;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A document that tells of the API, made when somebody first asks for it and kept.
///
/// Asked on virtual threads.
final class Description implements Supplier<Response> {

    private static final List<Header> HEADERS =
            List.of(
                    new Header("Content-Type", "application/json; charset=utf-8"),
                    new Header("Cache-Control", "no-cache"));

    private final Supplier<byte[]> maker;
    private @Nullable Response made;

    Description(Supplier<byte[]> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized Response get() {
        Response kept = made;
        if (kept == null) {
            kept = new Response(200, HEADERS, new Body.Bytes(maker.get()), false);
            made = kept;
        }
        return kept;
    }
}
