package dev.messenger.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A sign-in that has neither expired nor been revoked.
///
/// @param device what it was opened on, in that device's own words
public record Session(
        UUID id,
        long userId,
        Optional<String> device,
        Instant createdAt,
        Instant lastSeen,
        Instant expiresAt) {}
