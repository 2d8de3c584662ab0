package dev.messenger.storage;

/// An account.
///
/// @param passwordHash bcrypt, in the modular crypt format (`$2b$10$…`)
public record User(long id, String login, String userName, String passwordHash) {}
