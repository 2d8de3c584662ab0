package dev.messenger.server.net;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Admission;
import dev.messenger.server.dispatch.Departure;
import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.meter.RouteMeter;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// One request and its answer. Everything on the event loop, but for the work itself.
///
/// ```
/// head --admit--> body ----> work on a virtual thread --> answer --> next, or close
///   |              |            ^ at once if streamed        ^
///   |              +----------- prompt ----------------------+
///   +-- refused ---+-- too long, too slow, malformed --------+
/// ```
/// The answer may leave before the body has come. Then the rest of a short body is skipped, and after
/// any other the connection lingers and closes.
final class Exchange {

    /// A body shorter than this costs less to skip than a new connection.
    private static final long WORTH_SKIPPING = 64 * 1024;

    private final HttpHandler connection;
    private final Channel channel;
    private final HttpRequest request;
    private final Departure departure = new Departure();

    /// When its head had come, by [System#nanoTime].
    private final long began = System.nanoTime();

    /// Where it is noted how this went.
    private RouteMeter meter;

    private Intake intake = Intake.NOWHERE;
    private boolean mayGoOn;
    private boolean skippable;
    private long largest = Long.MAX_VALUE;
    private long received;
    private boolean arrived;
    private boolean answering;
    private boolean answered;

    Exchange(HttpHandler connection, Channel channel, HttpRequest request) {
        this.connection = connection;
        this.channel = channel;
        this.request = request;
        this.meter = connection.work().router().traffic().strays(request.method().name());
    }

    /// Whether the whole request has come.
    boolean hasArrived() {
        return arrived;
    }

    /// Bytes of the body so far.
    long received() {
        return received;
    }

    boolean isFull() {
        return intake.isFull();
    }

    void begin() {
        try {
            HttpHandler.Service service = connection.service();
            Head head =
                    RequestHeads.read(
                            request,
                            service.clients().of(ProxyHeader.source(channel), request.headers()),
                            departure,
                            connection.link());
            mayGoOn = HttpUtil.isKeepAlive(request) && !connection.isStopping();
            boolean waits = RequestHeads.expectsContinue(request);
            OptionalLong length = RequestHeads.contentLength(request);
            skippable = !waits && length.orElse(Long.MAX_VALUE) <= WORTH_SKIPPING;
            RequestHeads.checkContentEncoding(request);
            if (RequestHeads.wantsWebSocket(request)) {
                largest = 0;
                meter = connection.work().router().traffic().upgrades();
                intake = new WholeBody(_ -> connection.upgrade(request, head, this::respond));
                return;
            }
            Optional<Response> preflight = service.crossOrigin().preflight(request);
            if (preflight.isPresent()) {
                respond(preflight.get());
                return;
            }
            Admission admission = admit(head, length);
            meter = admission.meter();
            largest = admission.largestBody();
            intake = intake(admission);
            if (waits) {
                connection.writer().sayContinue();
            }
        } catch (BadRequest e) {
            mayGoOn = false;
            respond(e.response());
        } catch (RuntimeException e) {
            respond(connection.work().router().refuse(e));
        }
    }

    private Admission admit(Head head, OptionalLong length) {
        Router router = connection.work().router();
        try {
            return router.admit(head, length);
        } catch (Rejected e) {
            meter = router.meter(head);
            throw e;
        }
    }

    void receive(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            cutShort(BadRequest.malformed("The body is not well-formed.").response());
            return;
        }
        received += content.content().readableBytes();
        if (received > largest && !answering) {
            tooLarge();
        }
        intake.add(content.content());
        if (content instanceof LastHttpContent) {
            boolean answeredBefore = answered;
            arrived = true;
            // A prompt answer may be written in here, and then sees itself to what is next.
            intake.complete();
            if (answeredBefore) {
                connection.next();
            }
        }
    }

    /// The body comes too slowly.
    void timeOut() {
        if (answering) {
            channel.close();
            return;
        }
        cutShort(BadRequest.tooSlow().response());
    }

    /// The client is gone.
    void vanish() {
        intake.fail(stopped());
        intake = Intake.NOWHERE;
        answering = true;
        departure.happened();
    }

    /// The connection is to close after this answer.
    void beLast() {
        mayGoOn = false;
    }

    /// Writes the answer; a second one goes nowhere.
    void respond(Response answer) {
        if (answering) {
            ResponseWriter.discard(answer);
            return;
        }
        answering = true;
        Response response =
                connection.writer().canSend(request, answer)
                        ? answer
                        : BadRequest.needsChunks().response();
        intake = Intake.NOWHERE;
        connection.readOrPause();
        // RFC 9110 15.5.14: after a 413 the client might send all of it nevertheless.
        boolean last =
                !mayGoOn || response.close() || response.status() == 413 || !(arrived || skippable);
        try {
            ResponseWriter.Writing writing = connection.writer().write(request, response, last);
            // Most answers fit into the socket's buffer: nothing to wait for, nor to listen to.
            if (writing.done().isSuccess()) {
                written(true, response.status(), last);
                return;
            }
            connection.patience().awaitReader(writing);
            writing.done().addListener(done -> written(done.isSuccess(), response.status(), last));
        } catch (RuntimeException e) {
            ResponseWriter.discard(response);
            connection.fail(e);
        }
    }

    private void written(boolean wasSent, int status, boolean last) {
        if (!wasSent) {
            channel.close();
            return;
        }
        meter.answered(status, System.nanoTime() - began);
        if (!last) {
            answered = true;
            if (arrived) {
                connection.next();
            } else {
                connection.patience().awaitBody(this);
            }
        } else if (arrived && connection.nothingWaits()) {
            channel.close();
        } else {
            connection.linger();
        }
    }

    private void cutShort(Response response) {
        mayGoOn = false;
        intake.fail(stopped());
        respond(response);
    }

    private void tooLarge() {
        Rejected why = Rejected.because(Reason.PAYLOAD_TOO_LARGE, "The body is too long.");
        cutShort(connection.work().router().refuse(why));
    }

    private static Rejected stopped() {
        return Rejected.because(Reason.REQUEST_TIMEOUT, "The body stopped coming.");
    }

    private Intake intake(Admission admission) {
        if (admission.prompt()) {
            return prompt(admission);
        }
        return admission.streamed() ? streamed(admission) : whole(admission);
    }

    /// Answers here and now: going to another thread and back costs more than such an answer.
    private Intake prompt(Admission admission) {
        return new WholeBody(
                _ -> respond(connection.work().answer(admission, InputStream.nullInputStream())));
    }

    private Intake whole(Admission admission) {
        return new WholeBody(bytes -> start(admission, new ByteArrayInputStream(bytes)));
    }

    private Intake streamed(Admission admission) {
        var body = new BodyStream(() -> connection.work().onLoop(connection::readOrPause));
        start(admission, body);
        return body;
    }

    private void start(Admission admission, InputStream body) {
        connection.work().start(admission, body, this::respond);
    }
}
