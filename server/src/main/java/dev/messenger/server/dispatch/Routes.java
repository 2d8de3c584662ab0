package dev.messenger.server.dispatch;

import dev.messenger.protocol.Json;
import dev.messenger.protocol.SignedBody;
import dev.messenger.protocol.reference.Answer;
import dev.messenger.protocol.reference.Operation;
import dev.messenger.protocol.reference.Operation.Access;
import dev.messenger.server.usecase.Announced;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Writes down the REST endpoints, a line each, into the [RouteTable].
///
/// `open` is for anybody, `user` for those who prove who they are, `session` for those who do it by a
/// token: the functions of these take the caller, so an endpoint that forgets to ask does not compile.
/// Nor does one whose function answers anything but what is promised of it, and described to clients.
final class Routes {

    private static final Set<String> JSON_OR_FORM = Set.of(Bodies.JSON, Bodies.FORM);

    /// The largest body of most paths, in bytes.
    static final long MEGABYTE = 1 << 20;

    private final RouteTable table = new RouteTable();
    private final List<Operation> promises = new ArrayList<>();
    private final Authentication authentication;
    private final Consumer<Outcome.Deliver> deliveries;

    /// @param deliveries takes what open sockets must hear of
    Routes(Authentication authentication, Consumer<Outcome.Deliver> deliveries) {
        this.authentication = authentication;
        this.deliveries = deliveries;
    }

    Routes get(String path, Answer<?> answer, Supplier<Response> handler) {
        return get(path, answer, _ -> handler.get());
    }

    /// For an answer that is always the same: given on the event loop.
    Routes constant(String path, Answer<?> answer, Response response) {
        Operation promise = bodiless(Access.ANYBODY, "GET", path, answer);
        promises.add(promise);
        return prompt(promise, _ -> response);
    }

    /// For an endpoint that minds the head.
    Routes get(String path, Answer<?> answer, Function<Head, Response> handler) {
        return bodiless(Access.ANYBODY, "GET", path, answer, (head, body) -> handler.apply(head));
    }

    <B, A> Routes open(String path, Class<B> type, Answer<A> answer, Function<B, A> useCase) {
        return post(Access.ANYBODY, path, MEGABYTE, type, answer, opened(type, useCase));
    }

    /// For anybody, but only so often for each address.
    <B, A> Routes open(
            String path,
            RateLimit<InetAddress> limit,
            Class<B> type,
            Answer<A> answer,
            Function<B, A> useCase) {
        Route.Handler handler = opened(type, useCase);
        return post(
                Access.ANYBODY,
                path,
                MEGABYTE,
                type,
                answer,
                (head, body) -> {
                    limit.take(head.client());
                    return handler.handle(head, body);
                });
    }

    /// Like [#open], but refusals carry their sentence in `error` too: the original's clients look for
    /// it there. Its function is told of the head too.
    <B, A> Routes login(
            String path, Class<B> type, Answer<A> answer, BiFunction<B, Head, A> useCase) {
        return add(
                promise(Access.ANYBODY, path, JSON_OR_FORM, type, answer, MEGABYTE),
                false,
                true,
                (head, body) -> answer(useCase.apply(Bodies.read(head, body, type), head)));
    }

    private static <B, A> Route.Handler opened(Class<B> type, Function<B, A> useCase) {
        return (head, body) -> answer(useCase.apply(Bodies.read(head, body, type)));
    }

    <B extends SignedBody, A> Routes user(
            String path, Class<B> type, Answer<A> answer, BiFunction<Caller, B, A> useCase) {
        return user(path, MEGABYTE, type, answer, useCase);
    }

    <B extends SignedBody, A> Routes user(
            String path,
            long largestBody,
            Class<B> type,
            Answer<A> answer,
            BiFunction<Caller, B, A> useCase) {
        return signed(
                path,
                largestBody,
                type,
                answer,
                (me, head, asked) -> answer(useCase.apply(me, asked)));
    }

    /// For what open sockets must hear of too.
    <B extends SignedBody, A> Routes announcing(
            String path,
            Class<B> type,
            Answer<A> answer,
            BiFunction<Caller, B, Announced<A>> useCase) {
        return signed(
                path,
                MEGABYTE,
                type,
                answer,
                (me, head, asked) -> {
                    Announced<A> announced = useCase.apply(me, asked);
                    announced.deliveries().forEach(deliveries);
                    return answer(announced.answer());
                });
    }

    /// For an endpoint whose answer depends on the head too, as `Range` does.
    <B extends SignedBody> Routes download(String path, Class<B> type, UserHandler<B> handler) {
        return signed(path, MEGABYTE, type, Answer.file(), handler);
    }

    private <B extends SignedBody> Routes signed(
            String path,
            long largestBody,
            Class<B> type,
            Answer<?> answer,
            UserHandler<B> handler) {
        return post(
                Access.SIGNED,
                path,
                largestBody,
                type,
                answer,
                (head, body) -> {
                    B asked = Bodies.read(head, body, type);
                    Caller me = authentication.of(head.bearer(), asked, head.client());
                    return handler.handle(me, head, asked);
                });
    }

    /// For a session's token alone, and without a body.
    <A> Routes session(String method, String path, Answer<A> answer, Function<Caller, A> useCase) {
        return bodiless(
                Access.SESSION,
                method,
                path,
                answer,
                (head, body) -> answer(useCase.apply(session(head))));
    }

    /// The same for a path with a `{name}`, whose value goes to the use case.
    <A> Routes session(
            String method, String path, Answer<A> answer, BiFunction<Caller, String, A> useCase) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                Access.SESSION,
                method,
                path,
                answer,
                (head, body) ->
                        answer(
                                useCase.apply(
                                        session(head), template.value(head.path()).orElseThrow())));
    }

    /// For an answer that is written page by page.
    Routes paged(
            String method, String path, Answer<?> answer, Function<Caller, Response> endpoint) {
        return bodiless(
                Access.SESSION,
                method,
                path,
                answer,
                (head, body) -> endpoint.apply(session(head)));
    }

    /// For a body that is not signed; the function is told where it comes from.
    <B, A> Routes session(String path, Class<B> type, Answer<A> answer, SessionCall<B, A> useCase) {
        return post(
                Access.SESSION,
                path,
                MEGABYTE,
                type,
                answer,
                (head, body) -> {
                    Caller me = session(head);
                    B asked = Bodies.read(head, body, type);
                    return answer(useCase.apply(me, asked, head.client()));
                });
    }

    interface SessionCall<B, A> {
        A apply(Caller me, B asked, InetAddress client);
    }

    /// For a `GET` whose query says what is asked of the `{id}` in the path. It is read as a form is.
    <Q, A> Routes query(String path, Class<Q> type, Answer<A> answer, QueryCall<Q, A> endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                new Operation("GET", path, Access.SESSION, Set.of(), Optional.of(type), answer, 0),
                (head, body) -> {
                    Caller me = session(head);
                    Q asked = Json.read(Bodies.form(head.query()), type);
                    return answer(endpoint.apply(me, template.id(head.path()), asked, head));
                });
    }

    interface QueryCall<Q, A> {
        A apply(Caller me, long id, Q asked, Head head);
    }

    /// For a `POST` of something to the `{id}` in the path.
    <B, A> Routes addition(
            String path, Class<B> type, Answer<A> answer, AdditionCall<B, A> endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return post(
                Access.SESSION,
                path,
                MEGABYTE,
                type,
                answer,
                (head, body) -> {
                    Caller me = session(head);
                    B asked = Bodies.read(head, body, type);
                    return answer(endpoint.apply(me, template.id(head.path()), asked));
                });
    }

    interface AdditionCall<B, A> {
        A apply(Caller me, long id, B asked);
    }

    /// For a `GET` of what is no JSON, but the very thing that the `{id}` in the path names.
    Routes content(String path, Answer<?> answer, ContentCall endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return bodiless(
                Access.SESSION,
                "GET",
                path,
                answer,
                (head, body) -> endpoint.apply(session(head), template.id(head.path()), head));
    }

    interface ContentCall {
        Response apply(Caller me, long id, Head head);
    }

    /// For a `GET` or `DELETE` that minds the head, and perhaps one `{name}` in the path.
    Routes look(String method, String path, Look endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return unpromised(
                bodiless(Access.SESSION, method, path, Answer.document()),
                (head, body) -> answer(endpoint.apply(session(head), head, value(template, head))));
    }

    interface Look {
        /// @param value what stands for the `{name}`, or `""`
        Object apply(Caller me, Head head, String value);
    }

    /// The same for a `POST`.
    <B> Routes act(String path, Class<B> type, Act<B> endpoint) {
        PathTemplate template = PathTemplate.of(path);
        return unpromised(
                promise(Access.SESSION, path, JSON_OR_FORM, type, Answer.document(), MEGABYTE),
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

    private Routes bodiless(
            Access access, String method, String path, Answer<?> answer, Route.Handler handler) {
        return bodiless(bodiless(access, method, path, answer), handler);
    }

    private static Operation bodiless(Access access, String method, String path, Answer<?> answer) {
        return new Operation(method, path, access, Set.of(), Optional.empty(), answer, 0);
    }

    private Routes bodiless(Operation promise, Route.Handler handler) {
        return add(promise, false, false, handler);
    }

    /// For what is between a page of the server and itself, which change together: it is not described.
    private Routes unpromised(Operation operation, Route.Handler handler) {
        table.add(route(operation, false, false, false, handler));
        return this;
    }

    /// For an answer that is there already, or as good as: given on the event loop.
    private Routes prompt(Operation operation, Function<Head, Response> handler) {
        table.add(route(operation, false, true, false, (head, _) -> handler.apply(head)));
        return this;
    }

    /// For anybody, `HEAD` included.
    Routes assets(Assets assets) {
        assets.byPath()
                .forEach(
                        (path, asset) -> {
                            prompt(asset("GET", path), asset::answer);
                            prompt(asset("HEAD", path), asset::answer);
                        });
        return this;
    }

    private static Operation asset(String method, String path) {
        return bodiless(Access.ANYBODY, method, path, Answer.file());
    }

    /// For a form whose fields and file are read while they arrive; it asks for the caller itself.
    ///
    /// @param fields what is read from the parts beside the file
    Routes upload(
            String path,
            long largestBody,
            Class<? extends SignedBody> fields,
            Answer<?> answer,
            Route.Handler handler) {
        return add(
                promise(Access.SIGNED, path, Set.of(Bodies.MULTIPART), fields, answer, largestBody),
                true,
                false,
                handler);
    }

    interface UserHandler<B> {
        Response handle(Caller me, Head head, B asked);
    }

    RouteTable table() {
        return table;
    }

    /// What is promised of each, to be described.
    List<Operation> promises() {
        return promises;
    }

    private static Response answer(Object result) {
        if (result instanceof Response response) {
            return response;
        }
        return Response.json(200, result);
    }

    private Routes post(
            Access access,
            String path,
            long largestBody,
            Class<?> type,
            Answer<?> answer,
            Route.Handler handler) {
        return add(
                promise(access, path, JSON_OR_FORM, type, answer, largestBody),
                false,
                false,
                handler);
    }

    private static Operation promise(
            Access access,
            String path,
            Set<String> mediaTypes,
            Class<?> type,
            Answer<?> answer,
            long largestBody) {
        return new Operation(
                "POST", path, access, mediaTypes, Optional.of(type), answer, largestBody);
    }

    private Routes add(
            Operation promise, boolean streamed, boolean sentenceInError, Route.Handler handler) {
        table.add(route(promise, streamed, false, sentenceInError, handler));
        promises.add(promise);
        return this;
    }

    private Route route(
            Operation promise,
            boolean streamed,
            boolean prompt,
            boolean sentenceInError,
            Route.Handler handler) {
        return new Route(
                promise,
                streamed,
                prompt,
                sentenceInError,
                handler,
                table.meter(promise.method(), promise.path()));
    }
}
