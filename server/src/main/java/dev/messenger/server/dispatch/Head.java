package dev.messenger.server.dispatch;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request without its body.
///
/// @param method as sent, for example `POST`
/// @param path the target up to its query, as sent (nothing is decoded)
/// @param query what follows the `?`, as sent, or `""`; may hold a password, so it is never logged
/// @param headers finds the first value of a header, whatever the case of its name
/// @param client whom it counts for: the address of the peer, or of whom a trusted proxy asks for; of
///     IPv6 the network
/// @param departure of the client, should it not wait for the answer
/// @param link what it came on
public record Head(
        String method,
        String path,
        String query,
        Function<String, @Nullable String> headers,
        InetAddress client,
        Departure departure,
        Link link) {

    /// In code points.
    private static final int LONGEST_DEVICE = 200;

    private static final String BEARER = "Bearer ";

    /// Who sends one of these passes on what others ask, whether they are trusted to or not.
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    /// Of a client that stays.
    public Head(
            String method,
            String path,
            String query,
            Function<String, @Nullable String> headers,
            InetAddress client) {
        this(method, path, query, headers, client, new Departure());
    }

    /// Of a client that asks for itself.
    Head(
            String method,
            String path,
            String query,
            Function<String, @Nullable String> headers,
            InetAddress client,
            Departure departure) {
        this(method, path, query, headers, client, departure, new Link("none", client, false));
    }

    /// Who asks, if they ask for themselves; empty if a proxy passed it on, or says so.
    Optional<InetAddress> asker() {
        return link.proxied() || OF_PROXIES.stream().anyMatch(name -> header(name).isPresent())
                ? Optional.empty()
                : Optional.of(link.peer());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /// The token of `Authorization: Bearer` (RFC 6750 section 2.1), if the request has one.
    Optional<String> bearer() {
        return header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /// Whether who asks sits at this very machine, and asks for themselves.
    public boolean isFromThisMachine() {
        return asker().filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /// What the client calls itself, fit to be shown in a list of devices.
    public Optional<String> device() {
        return header("User-Agent")
                .map(name -> name.codePoints().filter(c -> !Character.isISOControl(c)))
                .map(
                        name ->
                                name.limit(LONGEST_DEVICE)
                                        .collect(
                                                StringBuilder::new,
                                                StringBuilder::appendCodePoint,
                                                StringBuilder::append)
                                        .toString()
                                        .strip())
                .filter(name -> !name.isEmpty());
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
