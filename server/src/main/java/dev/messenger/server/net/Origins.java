package dev.messenger.server.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which web pages may open a WebSocket here (RFC 6455 10.2): those of the host that they ask, on any
/// port, and those of the list. Clients that are no browsers send no `Origin`, and may.
final class Origins {

    private final Set<String> listed;

    /// @param listed as browsers send them: `https://chat.example`
    Origins(Set<String> listed) {
        this.listed = listed.stream().map(Origins::folded).collect(Collectors.toUnmodifiableSet());
    }

    boolean admit(HttpHeaders headers) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            return true;
        }
        String origin = folded(origins.getFirst());
        return origins.size() == 1 && (listed.contains(origin) || sameHost(origin, headers));
    }

    boolean lists(String origin) {
        return listed.contains(folded(origin));
    }

    boolean listsNone() {
        return listed.isEmpty();
    }

    private static boolean sameHost(String origin, HttpHeaders headers) {
        int authority = origin.indexOf("://");
        String asked = headers.get(HttpHeaderNames.HOST);
        return authority > 0
                && asked != null
                && host(origin.substring(authority + 3)).equals(host(folded(asked)));
    }

    /// An IPv6 address has colons too, inside of brackets.
    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
