/// What PostgreSQL does alone with the work that the server gives it: pgbench, on the server's own
/// instance, with the statements of `scripts/pgbench`. On the main thread.
@NullMarked
package dev.messenger.server.bench.postgres;

import org.jspecify.annotations.NullMarked;
