/// Programs that do the least there is to do, for the server to be measured by: the same event loops,
/// socket options, allocator, TLS and JVM flags ([dev.messenger.server.net.BareServer]), and a pipeline
/// that a benchmark would have.
///
/// Each is a main class of its own, started by [dev.messenger.server.bench.contest.Stage#tests] with a
/// certificate and its key, and runs until it is stopped. Depends on Netty and on `BareServer` alone.
@NullMarked
package dev.messenger.server.bench.limit;

import org.jspecify.annotations.NullMarked;
