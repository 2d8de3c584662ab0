package dev.messenger.storage;

/// What the connections to the database do now.
///
/// @param busy connections that are lent
/// @param idle connections that are not
/// @param most connections there may be
/// @param waiting threads that wait for one
/// @param refused how often none came free in time since the start
public record PoolNumbers(int busy, int idle, int most, int waiting, long refused) {

    /// There is no pool.
    public static final PoolNumbers NONE = new PoolNumbers(0, 0, 0, 0, 0);
}
