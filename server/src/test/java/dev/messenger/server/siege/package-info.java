/// Hostile load on a server in a process of its own, for scripts/siege, which prints what it measures.
///
/// A program, not tests: it depends on the JDK, Netty and Jackson alone, and knows the server by its
/// ports and its process. [dev.messenger.server.siege.Siege] runs one experiment after the other on
/// the main thread; each brings its own virtual threads.
@NullMarked
package dev.messenger.server.siege;

import org.jspecify.annotations.NullMarked;
