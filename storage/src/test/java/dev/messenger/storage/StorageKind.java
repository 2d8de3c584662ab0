package dev.messenger.storage;

import dev.messenger.storage.embedded.TestDatabase;
import dev.messenger.storage.jdbc.Database;
import dev.messenger.storage.jdbc.JdbcStorage;
import dev.messenger.storage.memory.MemoryStorage;

/// What the contract's tests run against.
enum StorageKind {
    MEMORY {
        @Override
        Storage storage() {
            return new MemoryStorage();
        }
    },
    POSTGRESQL {
        @Override
        Storage storage() {
            return Postgres.STORAGE;
        }
    };

    /// Shared by tests: each makes users of its own.
    abstract Storage storage();

    /// One for this JVM, from the first test that asks.
    private static final class Postgres {
        private static final TestDatabase DATABASE = TestDatabase.fresh();
        private static final Storage STORAGE =
                JdbcStorage.open(
                        new Database(
                                DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password(), false));
    }
}
