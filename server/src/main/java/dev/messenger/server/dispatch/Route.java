package dev.messenger.server.dispatch;

import java.io.InputStream;

/// One endpoint: a row of [Routes].
///
/// @param mediaTypes what its body may be, as `type/subtype`; none if it takes no body
/// @param largestBody in bytes
/// @param streamed whether the handler reads the body while it arrives
record Route(
        String method,
        String path,
        java.util.List<String> mediaTypes,
        long largestBody,
        boolean streamed,
        Handler handler) {

    /// Answers a request. Runs on a virtual thread and may block. Throws
    /// [dev.messenger.protocol.Rejected] to refuse.
    interface Handler {
        /// @param body all of it, or as it arrives if the route is streamed; never closed here
        Response handle(Head head, InputStream body);
    }
}
