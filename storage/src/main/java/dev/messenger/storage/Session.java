package dev.messenger.storage;

import java.time.Instant;
import java.util.UUID;

/// A sign-in that has neither expired nor been revoked.
public record Session(
        UUID id, long userId, Instant createdAt, Instant lastSeen, Instant expiresAt) {}
