package dev.messenger.server.usecase;

/// Where the original's login and password are taken in place of a token.
public enum LegacyCredentials {
    EVERYWHERE,
    /// In bodies alone: what stands in a URL ends up in logs.
    NOT_IN_URLS,
    /// Only to log in.
    NOWHERE;

    public boolean inBodies() {
        return this != NOWHERE;
    }

    public boolean inUrls() {
        return this == EVERYWHERE;
    }
}
