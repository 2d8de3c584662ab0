package dev.messenger.storage.jdbc;

/// The database is well and refused a statement: a fault of ours, nothing was stored.
final class DatabaseRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseRefused(Throwable cause) {
        super("the database refused a statement", cause);
    }
}
