package dev.messenger.server.dispatch;

import dev.messenger.protocol.SignedBody;
import dev.messenger.server.usecase.Announced;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The table of REST endpoints: one line each, built at start-up and never changed.
///
/// `open` is for anybody, `user` for those who prove who they are: its function takes the caller, so
/// an endpoint that forgets to ask does not compile.
final class Routes {

    private static final Set<String> JSON_OR_FORM = Set.of(Bodies.JSON, Bodies.FORM);
    private static final String BEARER = "Bearer ";

    /// The largest body of most paths, in bytes.
    static final long MEGABYTE = 1 << 20;

    private final Map<String, Map<String, Route>> byPath = new HashMap<>();
    private final Authentication authentication;
    private final Consumer<Outcome.Deliver> deliveries;

    /// @param deliveries takes what open sockets must hear of
    Routes(Authentication authentication, Consumer<Outcome.Deliver> deliveries) {
        this.authentication = authentication;
        this.deliveries = deliveries;
    }

    Routes get(String path, Supplier<Response> handler) {
        return add(
                new Route("GET", path, Set.of(), 0, false, false, (head, body) -> handler.get()));
    }

    <B> Routes open(String path, Class<B> type, Function<B, Object> useCase) {
        return post(path, MEGABYTE, opened(type, useCase));
    }

    /// For anybody, but only so often for each address.
    <B> Routes open(
            String path, RateLimit<InetAddress> limit, Class<B> type, Function<B, Object> useCase) {
        Route.Handler handler = opened(type, useCase);
        return post(
                path,
                MEGABYTE,
                (head, body) -> {
                    limit.take(head.client());
                    return handler.handle(head, body);
                });
    }

    /// Like [#open], but refusals carry their sentence in `error` too: the original's clients look for
    /// it there. Its function is told where the request comes from.
    <B> Routes login(String path, Class<B> type, BiFunction<B, InetAddress, Object> useCase) {
        return add(
                new Route(
                        "POST",
                        path,
                        JSON_OR_FORM,
                        MEGABYTE,
                        false,
                        true,
                        (head, body) ->
                                answer(
                                        useCase.apply(
                                                Bodies.read(head, body, type), head.client()))));
    }

    private <B> Route.Handler opened(Class<B> type, Function<B, Object> useCase) {
        return (head, body) -> answer(useCase.apply(Bodies.read(head, body, type)));
    }

    <B extends SignedBody> Routes user(
            String path, Class<B> type, BiFunction<Caller, B, Object> useCase) {
        return user(path, MEGABYTE, type, useCase);
    }

    <B extends SignedBody> Routes user(
            String path, long largestBody, Class<B> type, BiFunction<Caller, B, Object> useCase) {
        return user(path, largestBody, type, (me, head, asked) -> answer(useCase.apply(me, asked)));
    }

    /// For an endpoint whose answer depends on the head too, as `Range` does.
    <B extends SignedBody> Routes download(String path, Class<B> type, UserHandler<B> handler) {
        return user(path, MEGABYTE, type, handler);
    }

    private <B extends SignedBody> Routes user(
            String path, long largestBody, Class<B> type, UserHandler<B> handler) {
        return post(
                path,
                largestBody,
                (head, body) -> {
                    B asked = Bodies.read(head, body, type);
                    Caller me = authentication.of(bearer(head), asked, head.client());
                    return handler.handle(me, head, asked);
                });
    }

    /// For a form whose fields and file are read while they arrive; it asks for the caller itself.
    Routes upload(String path, long largestBody, Route.Handler handler) {
        return add(
                new Route(
                        "POST", path, Set.of(Bodies.MULTIPART), largestBody, true, false, handler));
    }

    interface UserHandler<B> {
        Response handle(Caller me, Head head, B asked);
    }

    Optional<Route> find(String method, String path) {
        return Optional.ofNullable(byPath.getOrDefault(path, Map.of()).get(method));
    }

    /// The methods that a path has, for `Allow`; empty if there is no such path.
    Set<String> methods(String path) {
        return new TreeSet<>(byPath.getOrDefault(path, Map.of()).keySet());
    }

    /// The token of `Authorization: Bearer` (RFC 6750 section 2.1), if the request has one.
    static Optional<String> bearer(Head head) {
        return head.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    Response answer(Object result) {
        if (result instanceof Announced<?> announced) {
            announced.deliveries().forEach(deliveries);
            return answer(announced.answer());
        }
        return Response.json(200, result);
    }

    private Routes post(String path, long largestBody, Route.Handler handler) {
        return add(new Route("POST", path, JSON_OR_FORM, largestBody, false, false, handler));
    }

    private Routes add(Route route) {
        Route earlier =
                byPath.computeIfAbsent(route.path(), path -> new HashMap<>())
                        .put(route.method(), route);
        if (earlier != null) {
            throw new IllegalStateException(
                    "route: " + route.method() + " " + route.path() + " (expected: once)");
        }
        return this;
    }
}
