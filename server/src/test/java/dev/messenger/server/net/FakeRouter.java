package dev.messenger.server.net;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Admission;
import dev.messenger.server.dispatch.Head;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.dispatch.ScriptedRouter;
import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import dev.messenger.server.usecase.Caller;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Lets everyone up to a WebSocket as the user that the query names, but nobody without one.
final class FakeRouter implements Router {

    private final Router answers = new ScriptedRouter();

    @Override
    public Caller upgrade(Head head) {
        if (!head.query().startsWith("id=")) {
            throw Rejected.because(Reason.UNAUTHORIZED, "Who are you?");
        }
        return new Caller(Long.parseLong(head.query().substring(3)), Optional.empty());
    }

    @Override
    public Optional<Caller> resumableUpgrade(Head head) {
        return Optional.empty();
    }

    @Override
    public Response refuse(Throwable fault) {
        return answers.refuse(fault);
    }

    @Override
    public Admission admit(Head head, OptionalLong contentLength) {
        throw Rejected.notFound("There is nothing here.");
    }

    @Override
    public Response handle(Admission admission, InputStream body) {
        throw new AssertionError("nothing is admitted");
    }

    @Override
    public RouteMeter meter(Head head) {
        return answers.meter(head);
    }

    @Override
    public Traffic traffic() {
        return answers.traffic();
    }
}
