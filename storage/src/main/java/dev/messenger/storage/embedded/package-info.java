/// The default database: a real PostgreSQL 18 that starts and stops with the server and keeps its
/// data between runs.
///
/// The binaries are those of `io.zonky.test.postgres`; only its archives are used, because the library
/// around them is made for throw-away tests (no fsync, no passwords). [EmbeddedDatabase] is the way in.
/// Depends on the operating system's processes and files only: no JDBC, no other package. Everything
/// here blocks and runs on the thread that starts or stops the server.
@NullMarked
package dev.messenger.storage.embedded;

import org.jspecify.annotations.NullMarked;
