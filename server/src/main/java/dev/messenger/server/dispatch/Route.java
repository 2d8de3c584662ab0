package dev.messenger.server.dispatch;

import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.reference.Operation;
import dev.messenger.server.meter.RouteMeter;
import java.io.InputStream;
import java.util.Set;

/// One endpoint: a row of the [RouteTable].
///
/// @param promise what is described of it; its path may have a `{name}`: see [PathTemplate]
/// @param streamed whether the handler reads the body while it arrives
/// @param prompt whether the handler waits for nothing and reads no body
/// @param sentenceInError whether refusals carry their sentence in `error` too
/// @param meter where it is noted how its requests were answered
record Route(
        Operation promise,
        boolean streamed,
        boolean prompt,
        boolean sentenceInError,
        Handler handler,
        RouteMeter meter) {

    String method() {
        return promise.method();
    }

    String path() {
        return promise.path();
    }

    /// What its body may be; empty if it takes none.
    Set<String> mediaTypes() {
        return promise.mediaTypes();
    }

    /// In bytes.
    long largestBody() {
        return promise.largestBody();
    }

    Rejected refusal(Rejected refusal) {
        return sentenceInError ? refusal.with("error", refusal.sentence()) : refusal;
    }

    /// Answers a request, on a virtual thread, where it may block, or on an event loop if the route is
    /// prompt. Throws [dev.messenger.protocol.Rejected] to refuse.
    interface Handler {
        /// @param body complete, or as it arrives if the route is streamed; not closed here
        Response handle(Head head, InputStream body);
    }
}
