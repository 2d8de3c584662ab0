package dev.messenger.storage.jdbc;

/// Where the database is and how to sign in to it.
///
/// @param url as pgjdbc takes it, several hosts and its own settings included; what it sets wins over
///     what [Connections] sets
/// @param user empty leaves it to the URL
/// @param password empty leaves it to the URL
/// @param unsafeAllowed whether to serve from a database that may lose what [Storage] called stored
public record Database(String url, String user, String password, boolean unsafeAllowed) {

    /// The URL without its settings, which may hold a password.
    String address() {
        int settings = url.indexOf('?');
        return settings < 0 ? url : url.substring(0, settings);
    }

    @Override
    public String toString() {
        return "Database[" + address() + ", user=" + user + "]";
    }
}
