package dev.messenger.server.net.lab;

import dev.messenger.server.dispatch.Admission;
import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.storage.Append;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Says where the time went of calls that ask for it with `Lab-Timing`, in `Server-Timing` (the W3C's);
/// what is answered at once takes no time worth the look. On the threads of the router that it stands
/// before.
final class TimedRouter implements Router {

    private static final String ASKED = "Lab-Timing";

    /// What a call that writes to a chat goes through.
    private static final List<Stage> STAGES =
            List.of(Stage.RULES, Stage.QUEUE, Stage.SQL, Stage.COMMIT, Stage.ENCODE);

    /// The call that is being answered on this thread, if its time is taken.
    private static final ScopedValue<Timing> CURRENT = ScopedValue.newInstance();

    private final Router router;
    private final Traces traces;
    private final RateLimit<Integer> limit = RateLimit.of(5, 10);

    private static final class Timing {
        private final long began;
        private Optional<Trace> trace = Optional.empty();

        private Timing(long began) {
            this.began = began;
        }
    }

    TimedRouter(Router router, Traces traces) {
        this.router = router;
        this.traces = traces;
    }

    /// The call on this thread writes a message.
    static void followed(Traces traces, Append.Post post) {
        if (CURRENT.isBound()) {
            Timing timing = CURRENT.get();
            Trace trace = new Trace(post.clientMsgId(), post.actorId());
            trace.note(Stage.RULES, timing.began, traces.clock().now());
            timing.trace = Optional.of(trace);
            traces.add(trace);
        }
    }

    @Override
    public Response handle(Admission admission, InputStream body) {
        boolean timed = !admission.prompt() && isTimed(admission.head());
        return timed ? timed(admission, body) : router.handle(admission, body);
    }

    /// Who has no token is nobody whose calls could be counted.
    private boolean isTimed(Head head) {
        return head.header(ASKED).isPresent()
                && head.isFromThisMachine()
                && head.header("Authorization")
                        .filter(it -> limit.tryTake(it.hashCode()))
                        .isPresent();
    }

    private Response timed(Admission admission, InputStream body) {
        Timing timing = new Timing(traces.clock().now());
        try {
            Response response =
                    ScopedValue.where(CURRENT, timing).call(() -> router.handle(admission, body));
            List<Response.Header> headers = new ArrayList<>(response.headers());
            headers.add(new Response.Header("Server-Timing", text(timing)));
            return new Response(response.status(), headers, response.body(), response.close());
        } finally {
            timing.trace.ifPresent(traces::forget);
        }
    }

    private String text(Timing timing) {
        List<String> metrics = new ArrayList<>();
        metrics.add(metric("total", (traces.clock().now() - timing.began) / 1e6));
        for (Stage stage : STAGES) {
            timing.trace
                    .flatMap(trace -> trace.millis(stage))
                    .ifPresent(millis -> metrics.add(metric(stage.wireName(), millis)));
        }
        return String.join(", ", metrics);
    }

    private static String metric(String name, double millis) {
        return String.format(Locale.ROOT, "%s;dur=%.3f", name, millis);
    }

    @Override
    public Admission admit(Head head, OptionalLong contentLength) {
        return router.admit(head, contentLength);
    }

    @Override
    public Response refuse(Throwable fault) {
        return router.refuse(fault);
    }

    @Override
    public RouteMeter meter(Head head) {
        return router.meter(head);
    }

    @Override
    public Traffic traffic() {
        return router.traffic();
    }

    @Override
    public Caller upgrade(Head head) {
        return router.upgrade(head);
    }

    @Override
    public Optional<Caller> resumableUpgrade(Head head) {
        return router.resumableUpgrade(head);
    }
}
