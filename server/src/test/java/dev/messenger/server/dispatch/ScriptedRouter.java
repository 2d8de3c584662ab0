package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.reference.Answer;
import dev.messenger.protocol.reference.Operation;
import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import dev.messenger.server.usecase.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A router whose endpoints a test makes up, for tests of what is before it.
public final class ScriptedRouter implements Router {

    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Traffic traffic = new Traffic();

    /// What a scripted endpoint does.
    public interface Script {
        Response answer(Head head, InputStream body) throws IOException;
    }

    public ScriptedRouter on(String method, String path, long largestBody, Script script) {
        return add(method, path, largestBody, false, false, script);
    }

    public ScriptedRouter prompt(String method, String path, Script script) {
        return add(method, path, 0, false, true, script);
    }

    public ScriptedRouter streaming(String method, String path, long largestBody, Script script) {
        return add(method, path, largestBody, true, false, script);
    }

    public static Response text(int status, byte[] body) {
        return new Response(status, List.of(), new Response.Body.Bytes(body), false);
    }

    public static Response file(FileChannel file, long offset, long length) {
        return new Response(200, List.of(), new Response.Body.Region(file, offset, length), false);
    }

    @Override
    public Admission admit(Head head, OptionalLong contentLength) {
        Route route = routes.get(head.method() + " " + head.path());
        if (route == null) {
            throw Rejected.notFound("There is no such path.");
        }
        if (contentLength.orElse(0) > route.largestBody()) {
            throw Rejected.because(Reason.PAYLOAD_TOO_LARGE, "The body is too long.");
        }
        return new Admission(head, route);
    }

    @Override
    public Response handle(Admission admission, InputStream body) {
        try {
            return admission.route().handler().handle(admission.head(), body);
        } catch (RuntimeException e) {
            return refuse(e);
        }
    }

    @Override
    public Response refuse(Throwable fault) {
        return HttpErrors.of(fault);
    }

    @Override
    public Optional<Caller> resumableUpgrade(Head head) {
        return Optional.empty();
    }

    @Override
    public Caller upgrade(Head head) {
        return new Caller(1, Optional.empty());
    }

    private ScriptedRouter add(
            String method,
            String path,
            long largestBody,
            boolean streamed,
            boolean prompt,
            Script script) {
        Route.Handler handler =
                (head, body) -> {
                    try {
                        return script.answer(head, body);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        routes.put(
                method + " " + path,
                new Route(
                        new Operation(
                                method,
                                path,
                                Operation.Access.ANYBODY,
                                Set.of(),
                                Optional.empty(),
                                Answer.text(),
                                largestBody),
                        streamed,
                        prompt,
                        false,
                        handler,
                        traffic.add(method, path)));
        return this;
    }

    @Override
    public RouteMeter meter(Head head) {
        Route route = routes.get(head.method() + " " + head.path());
        return route == null ? traffic.strays(head.method()) : route.meter();
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }
}
