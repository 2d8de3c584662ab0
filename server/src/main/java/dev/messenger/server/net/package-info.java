/// Bytes to messages and back: the only package that knows Netty.
///
/// Handlers run on the event loop of their channel and never block. What leaves the loop is plain
/// data (records, strings, byte arrays), never anything reference-counted; what comes back is handed
/// over with `eventLoop().execute`. May depend on `dispatch`, `delivery`, `meter` and the protocol module.
@NullMarked
package dev.messenger.server.net;

import org.jspecify.annotations.NullMarked;
