/// Storage in memory, for tests of the rules: what [dev.messenger.storage.jdbc] does, without a
/// database. One contract test runs against both. Safe for use by many threads: all share one lock.
@NullMarked
package dev.messenger.storage.memory;

import org.jspecify.annotations.NullMarked;
