/// What is remembered: users, sessions, chats, messages and files, as small interfaces and records.
///
/// `jdbc` implements them on PostgreSQL, `embedded` runs the default one, `disk` holds file contents,
/// and the module's test jar has an in-memory twin for tests of the rules. This package knows no
/// Netty, no JSON and no other module. Every call blocks: call it from a virtual thread or a writer,
/// never from an event loop. All types are safe for use by many threads unless they say otherwise.
///
/// Times are cut to milliseconds. Every call may throw [StorageUnavailable].
@NullMarked
package dev.messenger.storage;

import org.jspecify.annotations.NullMarked;
