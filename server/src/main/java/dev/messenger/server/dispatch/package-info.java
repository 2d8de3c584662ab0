/// Messages to use cases: `Api` is the table of REST endpoints, `Router` decides once what HTTP
/// decides, `Frames` has the switches over WebSocket frames. No Netty and no SQL.
///
/// Looking at a request's head runs on an event loop and does not block, and so does answering what is
/// prompt: pages and other constants. Everything else here runs on virtual threads. May depend on `delivery`, `usecase`, `meter` and the protocol module.
@NullMarked
package dev.messenger.server.dispatch;

import org.jspecify.annotations.NullMarked;
