package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The router over the [RouteTable].
final class TableRouter implements Router {

    private final RouteTable routes;
    private final Authentication authentication;
    private final LabDoor lab;

    TableRouter(RouteTable routes, Authentication authentication, LabDoor lab) {
        this.routes = routes;
        this.authentication = authentication;
        this.lab = lab;
    }

    @Override
    public Admission admit(Head head, OptionalLong contentLength) {
        lab.check(head);
        Route route = routes.find(head.method(), head.path()).orElseThrow(() -> noSuchRoute(head));
        if (contentLength.orElse(0) > route.largestBody()) {
            throw route.refusal(
                    Rejected.because(
                            Reason.PAYLOAD_TOO_LARGE,
                            "The body may have at most " + route.largestBody() + " bytes."));
        }
        if (!route.mediaTypes().isEmpty()
                && !(route.mediaTypes().contains(Bodies.mediaType(head)) && Bodies.isUtf8(head))) {
            throw route.refusal(
                    Rejected.because(
                            Reason.UNSUPPORTED_MEDIA_TYPE,
                            "The body must be "
                                    + String.join(
                                            " or ", route.mediaTypes().stream().sorted().toList())
                                    + " in UTF-8."));
        }
        return new Admission(head, route);
    }

    @Override
    public Response handle(Admission admission, InputStream body) {
        try {
            return admission.route().handler().handle(admission.head(), body);
        } catch (RuntimeException e) {
            return HttpErrors.answer(admission.route().refusal(HttpErrors.explain(e)));
        }
    }

    @Override
    public Response refuse(Throwable fault) {
        return HttpErrors.of(fault);
    }

    /// A token, or the original's way: id, login and password in the query, on any path.
    @Override
    public Caller upgrade(Head head) {
        var bearer = head.bearer();
        if (bearer.isPresent()) {
            return authentication.byToken(bearer.get());
        }
        if (!authentication.legacy().inUrls()) {
            throw Authentication.unauthorized(
                    "A WebSocket needs a token here: send the one of /login as Authorization:"
                            + " Bearer.");
        }
        Map<String, String> query = Bodies.form(head.query());
        if (!query.keySet().containsAll(Set.of("id", "login", "password"))) {
            throw Authentication.unauthorized(
                    "A WebSocket needs a bearer token, or id, login and password in its query.");
        }
        return authentication.byPassword(
                id(query.getOrDefault("id", "")),
                query.getOrDefault("login", ""),
                query.getOrDefault("password", ""),
                head.client());
    }

    @Override
    public Optional<Caller> resumableUpgrade(Head head) {
        return head.bearer().map(authentication::byToken);
    }

    @Override
    public RouteMeter meter(Head head) {
        return routes.find(head.method(), head.path())
                .map(Route::meter)
                .orElseGet(() -> traffic().strays(head.method()));
    }

    @Override
    public Traffic traffic() {
        return routes.traffic();
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Authentication.unauthorized("The id in the query is not a number.");
        }
    }

    private Rejected noSuchRoute(Head head) {
        Set<String> methods = routes.methods(head.path());
        if (methods.isEmpty()) {
            return LabDoor.noSuchPath();
        }
        String allow = String.join(", ", methods);
        return Rejected.because(Reason.METHOD_NOT_ALLOWED, "This path takes " + allow + " only.")
                .with("allow", allow);
    }
}
