package dev.messenger.storage;

import java.util.Optional;

/// Avatars: one string a user, kept byte for byte as given.
public interface Avatars {

    void put(long userId, String image);

    Optional<String> get(long userId);

    /// @return whether there was one
    boolean delete(long userId);
}
