/// WebSocket load for scripts/bench: a client that is cheap itself, since it shares the processors with
/// what it measures, and what it does to a server.
///
/// [dev.messenger.server.bench.sockets.SocketWorkloads] is the table of it. Depends on Netty,
/// HdrHistogram, JDBC and [dev.messenger.server.bench.contest]; knows a server by its port, its process
/// and its database. All sockets of a [dev.messenger.server.bench.sockets.Client] live on its event loop,
/// and so does what they count; the main thread says what is to be done, and waits.
@NullMarked
package dev.messenger.server.bench.sockets;

import org.jspecify.annotations.NullMarked;
