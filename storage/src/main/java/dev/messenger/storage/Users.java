package dev.messenger.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Accounts. A login is one account whatever its case, by [FoldedKey].
public interface Users {

    /// What others see in the place of an erased user's name.
    String ERASED_NAME = "Deleted account";

    /// Stores a new account and returns its id, or empty if the login is taken.
    OptionalLong register(String login, String userName, String passwordHash);

    Optional<User> byLogin(String login);

    Optional<User> byId(long id);

    /// When the account was made.
    Optional<Instant> createdAt(long id);

    /// Replaces the hash, provided that it is still the one given.
    void replacePasswordHash(long id, String oldHash, String newHash);

    /// Replaces the hash, provided that it is still the one given, and with it ends all live sessions
    /// of the user but `except`.
    ///
    /// @return the sessions that it ended, or empty if the hash was another by then
    Optional<List<UUID>> changePassword(
            long id, String oldHash, String newHash, Optional<UUID> except);

    /// Takes an account out of the world: login, name, password and avatar are gone, the login is free
    /// again, and every session is over. What the user wrote is erased chat by chat, by
    /// [Append.Erase].
    ///
    /// @return the sessions that it ended
    List<UUID> erase(long id);

    /// Those whose name contains the text, in any case of any script; `%` and `_` stand for themselves.
    ///
    /// @param limit the most that are returned, lowest ids first
    List<Found> search(String partOfName, int limit);

    record Found(long id, String userName, boolean hasAvatar) {}
}
