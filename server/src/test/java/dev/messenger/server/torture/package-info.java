/// Tortures a whole server and its database and then counts what became of the messages.
///
/// [Torture] is the program behind `scripts/torture`, [TortureTest] a short run of it. For each seed a
/// [Run] lets a [Population] of devices talk over real sockets while a [Saboteur] does to the server, to
/// PostgreSQL and to the connections what a [Schedule] says; then the [Checker] compares every device's
/// [Journal] with what is [Stored].
///
/// It reads the wire with eyes of its own, so that a mistake in the server's protocol classes shows: of
/// the server it uses the program alone, and of storage a database that can be killed. Every device has
/// two virtual threads; the saboteur is the main thread.
@NullMarked
package dev.messenger.server.torture;

import org.jspecify.annotations.NullMarked;
