package dev.messenger.server.dispatch;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Lab.Visitor;
import dev.messenger.server.dispatch.Response.Header;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/// The lab's part of the table: a line each. Who may ask is [LabDoor]'s to say.
final class LabEndpoints {

    private static final List<Header> JSON =
            List.of(new Header("Content-Type", "application/json; charset=utf-8"));

    private static final List<Header> LINES =
            List.of(
                    new Header("Content-Type", "application/x-ndjson; charset=utf-8"),
                    new Header("Cache-Control", "no-store"));

    private final Lab lab;
    private final Authentication authentication;

    LabEndpoints(Lab lab, Authentication authentication) {
        this.lab = lab;
        this.authentication = authentication;
    }

    void addTo(Routes routes) {
        routes.look("GET", "/lab/events", (me, head, _) -> feed(visitor(me, head), head))
                .look("GET", "/lab/connections", asks((visitor, _) -> lab.connections(visitor)))
                .look("GET", "/lab/connections/{id}", asks(lab::connection))
                .look("GET", "/lab/numbers", asks((_, _) -> numbers()))
                .look("GET", "/lab/source/{class}", asks((_, name) -> source(name)))
                .act("/lab/connections/{id}/probe", LabApi.Probing.class, does(lab::probe))
                .look("DELETE", "/lab/connections/{id}/probe", asks(lab::unprobe))
                .act("/lab/watch", LabApi.Watching.class, does((me, _, it) -> lab.watch(me, it)))
                .act("/lab/connections/{id}/hold", LabApi.Holding.class, does(lab::hold))
                .act("/lab/connections/{id}/step", LabApi.Stepping.class, does(lab::step))
                .act(
                        "/lab/connections/{id}/resume",
                        LabApi.Resuming.class,
                        does((me, id, _) -> lab.resume(me, id)))
                .act("/lab/traces", LabApi.Tracing.class, does((me, _, it) -> lab.trace(me, it)))
                .look(
                        "GET",
                        "/lab/traces/{client_msg_id}",
                        asks((me, id) -> lab.traced(me, uuid(id))))
                .look("GET", "/lab/faults", asks((_, _) -> lab.faults()))
                .act("/lab/connections/{id}/faults", LabApi.Breaking.class, does(lab::breakIt))
                .look("DELETE", "/lab/faults/{id}", asks(lab::mend));
    }

    private Response feed(Visitor visitor, Head head) {
        Lab.Feed feed = lab.feed(visitor, () -> isSignedIn(visitor.token()));
        head.departure().then(feed::close);
        return new Response(200, LINES, new Response.Body.Pages(feed), false);
    }

    /// The `$` of a nested class may come as it is, or encoded.
    private LabApi.Source source(String className) {
        return lab.source(className.replace("%24", "$"));
    }

    private Response numbers() {
        return new Response(200, JSON, new Response.Body.Bytes(lab.numbers()), false);
    }

    private boolean isSignedIn(String token) {
        try {
            authentication.byToken(token);
            return true;
        } catch (Rejected signedOut) {
            return false;
        }
    }

    private Routes.Look asks(BiFunction<Visitor, String, Object> answer) {
        return (me, head, value) -> answer.apply(visitor(me, head), value);
    }

    private <B> Routes.Act<B> does(Deed<B> deed) {
        return (me, head, value, asked) -> deed.apply(visitor(me, head), value, asked);
    }

    private interface Deed<B> {
        Object apply(Visitor visitor, String value, B asked);
    }

    private Visitor visitor(Caller me, Head head) {
        lab.calls().take(me.userId());
        return new Visitor(me.userId(), head.link(), head.bearer().orElseThrow());
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Rejected.field(
                    "client_msg_id", Reason.INVALID_VALUE, "This field must be a UUID.");
        }
    }
}
