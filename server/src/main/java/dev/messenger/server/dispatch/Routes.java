package dev.messenger.server.dispatch;

import dev.messenger.protocol.Json;
import dev.messenger.protocol.SignedBody;
import dev.messenger.server.usecase.Announced;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Writes down the REST endpoints, a line each, into the [RouteTable].
///
/// `open` is for anybody, `user` for those who prove who they are, `session` for those who do it by a
/// token: the functions of these take the caller, so an endpoint that forgets to ask does not compile.
final class Routes {

    private static final Set<String> JSON_OR_FORM = Set.of(Bodies.JSON, Bodies.FORM);

    /// The largest body of most paths, in bytes.
    static final long MEGABYTE = 1 << 20;

    private final RouteTable table = new RouteTable();
    private final Authentication authentication;
    private final Consumer<Outcome.Deliver> deliveries;

    /// @param deliveries takes what open sockets must hear of
    Routes(Authentication authentication, Consumer<Outcome.Deliver> deliveries) {
        this.authentication = authentication;
        this.deliveries = deliveries;
    }

    Routes get(String path, Supplier<Response> handler) {
        return get(path, _ -> handler.get());
    }

    /// For an answer that is always the same.
    Routes constant(String path, Response answer) {
        return prompt("GET", path, _ -> answer);
    }

    /// For an endpoint that minds the head.
    Routes get(String path, Function<Head, Response> handler) {
        return bodiless("GET", path, (head, body) -> handler.apply(head));
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
    /// it there. Its function is told of the head too.
    <B> Routes login(String path, Class<B> type, BiFunction<B, Head, Object> useCase) {
        return add(
                new Route(
                        "POST",
                        path,
                        JSON_OR_FORM,
                        MEGABYTE,
                        false,
                        false,
                        true,
                        (head, body) -> answer(useCase.apply(Bodies.read(head, body, type), head)),
                        table.meter("POST", path)));
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
                    Caller me = authentication.of(head.bearer(), asked, head.client());
                    return handler.handle(me, head, asked);
                });
    }

    /// For a session's token alone, and without a body.
    Routes session(String method, String path, Function<Caller, Object> useCase) {
        return bodiless(method, path, (head, body) -> answer(useCase.apply(session(head))));
    }

    /// The same for a path with a `{name}`, whose value goes to the use case.
    Routes session(String method, String path, BiFunction<Caller, String, Object> useCase) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                method,
                path,
                (head, body) ->
                        answer(
                                useCase.apply(
                                        session(head), template.value(head.path()).orElseThrow())));
    }

    /// For an answer that is more than an object.
    Routes paged(String method, String path, Function<Caller, Response> endpoint) {
        return bodiless(method, path, (head, body) -> endpoint.apply(session(head)));
    }

    /// For a body that is not signed; the function is told where it comes from.
    <B> Routes session(String path, Class<B> type, SessionCall<B> useCase) {
        return post(
                path,
                MEGABYTE,
                (head, body) -> {
                    Caller me = session(head);
                    B asked = Bodies.read(head, body, type);
                    return answer(useCase.apply(me, asked, head.client()));
                });
    }

    interface SessionCall<B> {
        Object apply(Caller me, B asked, InetAddress client);
    }

    /// For a `GET` whose query says what is asked of the `{id}` in the path. It is read as a form is.
    <Q> Routes query(String path, Class<Q> type, QueryCall<Q> endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                "GET",
                path,
                (head, body) -> {
                    Caller me = session(head);
                    Q asked = Json.read(Bodies.form(head.query()), type);
                    return answer(endpoint.apply(me, template.id(head.path()), asked, head));
                });
    }

    interface QueryCall<Q> {
        Object apply(Caller me, long id, Q asked, Head head);
    }

    /// For a `POST` of something to the `{id}` in the path.
    <B> Routes addition(String path, Class<B> type, AdditionCall<B> endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return post(
                path,
                MEGABYTE,
                (head, body) -> {
                    Caller me = session(head);
                    B asked = Bodies.read(head, body, type);
                    return answer(endpoint.apply(me, template.id(head.path()), asked));
                });
    }

    interface AdditionCall<B> {
        Object apply(Caller me, long id, B asked);
    }

    /// For a `GET` of what is no JSON, but the very thing that the `{id}` in the path names.
    Routes content(String path, ContentCall endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                "GET",
                path,
                (head, body) -> endpoint.apply(session(head), template.id(head.path()), head));
    }

    interface ContentCall {
        Response apply(Caller me, long id, Head head);
    }

    /// For a `GET` or `DELETE` that minds the head, and perhaps one `{name}` in the path.
    Routes look(String method, String path, Look endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                method,
                path,
                (head, body) -> answer(endpoint.apply(session(head), head, value(template, head))));
    }

    interface Look {
        /// @param value what stands for the `{name}`, or `""`
        Object apply(Caller me, Head head, String value);
    }

    /// The same for a `POST`.
    <B> Routes act(String path, Class<B> type, Act<B> endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return post(
                path,
                MEGABYTE,
                (head, body) -> {
                    Caller me = session(head);
                    B asked = Bodies.read(head, body, type);
                    return answer(endpoint.apply(me, head, value(template, head), asked));
                });
    }

    interface Act<B> {
        Object apply(Caller me, Head head, String value, B asked);
    }

    private static String value(PathTemplate template, Head head) {
        return template.value(head.path()).orElse("");
    }

    private Caller session(Head head) {
        return authentication.byToken(head.bearer());
    }

    private Routes bodiless(String method, String path, Route.Handler handler) {
        return bodiless(method, path, false, handler);
    }

    /// For an answer that is there already, or as good as: given on the event loop.
    private Routes prompt(String method, String path, Function<Head, Response> handler) {
        return bodiless(method, path, true, (head, _) -> handler.apply(head));
    }

    private Routes bodiless(String method, String path, boolean prompt, Route.Handler handler) {
        return add(
                new Route(
                        method,
                        path,
                        Set.of(),
                        0,
                        false,
                        prompt,
                        false,
                        handler,
                        table.meter(method, path)));
    }

    /// For anybody, `HEAD` included.
    Routes assets(Assets assets) {
        assets.byPath()
                .forEach(
                        (path, asset) -> {
                            prompt("GET", path, asset::answer);
                            prompt("HEAD", path, asset::answer);
                        });
        return this;
    }

    /// For a form whose fields and file are read while they arrive; it asks for the caller itself.
    Routes upload(String path, long largestBody, Route.Handler handler) {
        return add(
                new Route(
                        "POST",
                        path,
                        Set.of(Bodies.MULTIPART),
                        largestBody,
                        true,
                        false,
                        false,
                        handler,
                        table.meter("POST", path)));
    }

    interface UserHandler<B> {
        Response handle(Caller me, Head head, B asked);
    }

    RouteTable table() {
        return table;
    }

    Response answer(Object result) {
        if (result instanceof Announced<?> announced) {
            announced.deliveries().forEach(deliveries);
            return answer(announced.answer());
        }
        if (result instanceof Response response) {
            return response;
        }
        return Response.json(200, result);
    }

    private Routes post(String path, long largestBody, Route.Handler handler) {
        return add(
                new Route(
                        "POST",
                        path,
                        JSON_OR_FORM,
                        largestBody,
                        false,
                        false,
                        false,
                        handler,
                        table.meter("POST", path)));
    }

    private Routes add(Route route) {
        table.add(route);
        return this;
    }
}
