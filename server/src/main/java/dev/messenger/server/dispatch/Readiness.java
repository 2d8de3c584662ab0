package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Storage;
import java.util.Map;

/// Whether clients should come here, as a load balancer asks by `/readyz`: while the database answers,
/// and until the server begins to stop.
///
/// Asked on virtual threads; closed, before anything else is, by the thread that stops the server.
public final class Readiness implements AutoCloseable {

    private final Storage storage;
    private volatile boolean stopping;

    public Readiness(Storage storage) {
        this.storage = storage;
    }

    Response answer() {
        if (stopping) {
            throw Rejected.because(Reason.UNAVAILABLE, "The server is stopping.");
        }
        storage.ping();
        return Response.json(200, Map.of("status", "ready"));
    }

    @Override
    public void close() {
        stopping = true;
    }
}
