package dev.messenger.server.dispatch;

import dev.messenger.protocol.Health;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Whether clients should come here, as a load balancer asks by `/readyz`: while the database answers
/// and the disk has room, and until the server begins to stop.
///
/// Asked on virtual threads; closed, before anything else is, by the thread that stops the server.
public final class Readiness implements AutoCloseable {

    private static final String OK = "ok";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Storage storage;
    private final DiskSpace disk;
    private volatile boolean stopping;

    /// @param disk where uploads are kept
    public Readiness(Storage storage, DiskSpace disk) {
        this.storage = storage;
        this.disk = disk;
    }

    /// @throws Rejected with the state of each part, if one of them is not well
    Response answer() {
        boolean answers = databaseAnswers();
        DiskSpace.State room = disk.state();
        Health.Parts parts =
                new Health.Parts(
                        answers ? OK : "down",
                        room.name().toLowerCase(Locale.ROOT),
                        stopping ? "stopping" : OK);
        if (stopping) {
            throw Rejected.because(Reason.UNAVAILABLE, "The server is stopping.")
                    .with("parts", parts);
        }
        if (!answers) {
            throw notReady("The database does not answer. Try again.", parts);
        }
        if (room != DiskSpace.State.OK) {
            throw notReady("The disk has no room. Try again.", parts);
        }
        return Response.json(200, new Health("ready", Optional.of(parts)));
    }

    private boolean databaseAnswers() {
        try {
            storage.ping();
            return true;
        } catch (StorageUnavailable e) {
            return false;
        }
    }

    private static Rejected notReady(String sentence, Health.Parts parts) {
        return Rejected.retryLater(Reason.UNAVAILABLE, sentence, RETRY_AFTER).with("parts", parts);
    }

    @Override
    public void close() {
        stopping = true;
    }
}
