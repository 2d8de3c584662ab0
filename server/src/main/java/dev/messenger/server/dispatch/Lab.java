package dev.messenger.server.dispatch;

import dev.messenger.protocol.LabApi;
import dev.messenger.server.usecase.RateLimit;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// A look into the running server, for those who sit at its machine: what the calls below `/lab` ask
/// for. `server/LAB.md` tells of each.
///
/// Implemented beside the pipeline that is looked into. Called on virtual threads; may wait for the
/// event loop of a connection. What is not the visitor's is refused as if it did not exist.
public interface Lab {

    /// Who looks.
    ///
    /// @param link the connection that the call came on
    /// @param token that the call bore
    record Visitor(long userId, Link link, String token) {
        @Override
        public String toString() {
            return "Visitor[userId=" + userId + "]";
        }
    }

    /// How often an account may ask anything.
    RateLimit<Long> calls();

    LabApi.Connections connections(Visitor visitor);

    LabApi.Connection connection(Visitor visitor, String id);

    /// What the server counts and measures, as JSON.
    byte[] numbers();

    LabApi.Source source(String className);

    /// Lines that go on until they are closed, or the visitor is no longer signed in.
    Feed feed(Visitor visitor, BooleanSupplier signedIn);

    /// Pages of lines. Asking for the next one waits for it.
    interface Feed extends Iterator<byte[]>, AutoCloseable {
        /// Safe on any thread; never blocks.
        @Override
        void close();
    }

    LabApi.Connection probe(Visitor visitor, String id, LabApi.Probing asked);

    LabApi.Connection unprobe(Visitor visitor, String id);

    LabApi.Watched watch(Visitor visitor, LabApi.Watching asked);

    LabApi.Connection hold(Visitor visitor, String id, LabApi.Holding asked);

    LabApi.Connection step(Visitor visitor, String id, LabApi.Stepping asked);

    LabApi.Connection resume(Visitor visitor, String id);

    LabApi.Traced trace(Visitor visitor, LabApi.Tracing asked);

    dev.messenger.protocol.LabEvent.Trace traced(Visitor visitor, UUID clientMsgId);

    LabApi.Faults faults();

    LabApi.Broken breakIt(Visitor visitor, String id, LabApi.Breaking asked);

    LabApi.Mended mend(Visitor visitor, String faultId);
}
