package dev.messenger.server.usecase;

import java.util.Optional;
import java.util.UUID;

/// Who is asking, proven by a token or by login and password.
///
/// @param session the session of the token; empty for the original's credentials
public record Caller(long userId, Optional<UUID> session) {}
