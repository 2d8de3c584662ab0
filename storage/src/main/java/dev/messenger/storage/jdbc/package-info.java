/// Storage on PostgreSQL, 14 or newer: plain JDBC, SQL in text blocks, binds only.
///
/// [JdbcStorage] is the way in. Reads and small writes borrow a connection of the [Pool]; each
/// [JdbcChatLog] owns one. May depend on `dev.messenger.storage`, HikariCP, Caffeine,
/// Flyway and pgjdbc; it is
/// the only package that imports `java.sql`. Everything here blocks and runs on virtual threads or
/// writers, never on an event loop.
@NullMarked
package dev.messenger.storage.jdbc;

import org.jspecify.annotations.NullMarked;
