package dev.messenger.storage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Accounts. A login is one account whatever its case, by [FoldedKey].
public interface Users {

    /// Stores a new account and returns its id, or empty if the login is taken.
    OptionalLong register(String login, String userName, String passwordHash);

    Optional<User> byLogin(String login);

    Optional<User> byId(long id);

    /// Replaces the hash, provided that it is still the one given.
    void replacePasswordHash(long id, String oldHash, String newHash);

    /// Those whose name contains the text, in any case of any script; `%` and `_` stand for themselves.
    ///
    /// @param limit the most that are returned, lowest ids first
    List<Found> search(String partOfName, int limit);

    record Found(long id, String userName, boolean hasAvatar) {}
}
