package dev.messenger.server.dispatch;

import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides, once for all endpoints, what HTTP decides: 404, 405, 413 and 415 from the head alone, and
/// which status a refusal gets.
///
/// [#admit] runs on an event loop; [#handle] on a virtual thread, unless the admission is prompt.
public interface Router {

    /// Looks at the head alone; never blocks.
    ///
    /// @param contentLength empty if the body is chunked
    /// @throws dev.messenger.protocol.Rejected to be answered by [#refuse]
    Admission admit(Head head, OptionalLong contentLength);

    /// Answers an admitted request; never throws.
    ///
    /// @param body complete, or as it arrives if [Admission#streamed]; not closed here
    Response handle(Admission admission, InputStream body);

    /// The answer to a request that failed: a status for [dev.messenger.protocol.Rejected] and the
    /// like, and 500, logged once, for what is a fault of ours.
    Response refuse(Throwable fault);

    /// Lets a client up to a WebSocket, or throws [dev.messenger.protocol.Rejected] to be answered by
    /// [#refuse]. Runs on a virtual thread: it may check a password.
    dev.messenger.server.usecase.Caller upgrade(Head head);

    /// The same for a socket of Part 2, which may say who it is later: empty if it brings no token.
    Optional<dev.messenger.server.usecase.Caller> resumableUpgrade(Head head);

    /// Where it is noted how a request was answered that is not admitted.
    RouteMeter meter(Head head);

    /// How all requests were answered.
    Traffic traffic();
}
