/// Load on a server in a process of its own: hostile, for scripts/siege, and heavy, for scripts/storm,
/// which print what they measure.
///
/// Programs, not tests: they depend on the JDK, Netty, Jackson and storage's embedded database, and
/// know the server by its ports and its process. [dev.messenger.server.siege.Siege] and
/// [dev.messenger.server.siege.Storm] run one experiment after the other on the main thread; each
/// brings its own virtual threads, and `slow` an event loop.
@NullMarked
package dev.messenger.server.siege;

import org.jspecify.annotations.NullMarked;
