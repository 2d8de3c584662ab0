/// What is asked of the server over HTTP, by wrk and the scripts in `scripts/wrk` that anybody can run,
/// and by downloads; and what PostgreSQL, nginx and a bare server do with the same work.
///
/// [dev.messenger.server.bench.rest.RestWorkloads] is the table of it. Everything on the main thread.
@NullMarked
package dev.messenger.server.bench.rest;

import org.jspecify.annotations.NullMarked;
