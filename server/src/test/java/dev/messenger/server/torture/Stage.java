package dev.messenger.server.torture;

import java.util.Optional;
import java.util.Set;

/// What all devices of a run have in common: where the servers are, and how wild they may be. The
/// saboteur sets the scene, the devices' threads look.
final class Stage {

    private final Progress progress = new Progress();
    private volatile Optional<Address> server = Optional.empty();
    private volatile Optional<Address> second = Optional.empty();
    private volatile boolean active = true;
    private volatile boolean mischievous;
    private volatile Set<Long> loudChats = Set.of();

    Progress progress() {
        return progress;
    }

    /// Empty while there is none.
    Optional<Address> server() {
        return server;
    }

    void server(Optional<Address> now) {
        server = now;
    }

    /// Another server on the same database, now and then.
    Optional<Address> second() {
        return second;
    }

    void second(Optional<Address> now) {
        second = now;
    }

    /// Whether anybody begins anything new.
    boolean active() {
        return active;
    }

    /// From now on all is brought to an end.
    void calmDown() {
        active = false;
        mischievous = false;
        loudChats = Set.of();
    }

    /// Whether half of all posts are sent twice or in the wrong order, not a few only.
    boolean mischievous() {
        return mischievous;
    }

    void mischievous(boolean now) {
        mischievous = now;
    }

    /// Where messages are as long as they may be.
    Set<Long> loudChats() {
        return loudChats;
    }

    void loudChats(Set<Long> now) {
        loudChats = now;
    }
}
