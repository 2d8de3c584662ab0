package dev.messenger.storage.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.messenger.storage.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.Supplier;

/// Live sessions by the hash of their token, remembered for a few seconds: a busy client is not looked
/// up anew for every request. Shared by [JdbcSessions] and [JdbcUsers], used on any thread.
///
/// What this process changes is seen at once. Changes are numbered; a session is remembered with the
/// number of the last change before it was looked up, and is believed while its user has no later one.
/// So a lookup that was overtaken by the end of its session may be remembered, but is never believed.
/// What another process changes is seen after [#LIFE].
final class SessionCache {

    /// How long a session that another process ended may still be taken for live.
    static final Duration LIFE = Duration.ofSeconds(5);

    /// More than there may be connections.
    private static final int MOST = 20_000;

    /// Users share these places: then a change of one costs the others a lookup.
    private static final int PLACES = 4096;

    private final InstantSource clock;
    private final Cache<ByteBuffer, Remembered> byTokenHash;

    private final AtomicLong changes = new AtomicLong();

    /// The last change of each place's users.
    private final AtomicLongArray lastChange = new AtomicLongArray(PLACES);

    /// @param asOf the last change before the lookup
    private record Remembered(Session session, long asOf) {}

    SessionCache() {
        this(InstantSource.system(), Ticker.systemTicker());
    }

    SessionCache(InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.byTokenHash =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(LIFE)
                        .ticker(ticker)
                        .build();
    }

    /// The session with that token. That there is none is never remembered.
    ///
    /// @param lookup asks the database
    Optional<Session> find(byte[] tokenHash, Supplier<Optional<Session>> lookup) {
        Optional<Session> known = remembered(tokenHash);
        if (known.isPresent()) {
            return known;
        }
        long asOf = changes.get();
        Optional<Session> found = lookup.get();
        found.ifPresent(
                session ->
                        byTokenHash.put(
                                ByteBuffer.wrap(tokenHash.clone()), new Remembered(session, asOf)));
        return found;
    }

    /// The same of several, in their order.
    ///
    /// @param lookup asks the database, once, for those that are not remembered; may leave out
    List<Optional<Session>> findAll(
            List<byte[]> tokenHashes, Function<List<byte[]>, Map<ByteBuffer, Session>> lookup) {
        List<Optional<Session>> known = tokenHashes.stream().map(this::remembered).toList();
        List<byte[]> unknown = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).isEmpty()) {
                unknown.add(tokenHashes.get(i));
            }
        }
        if (unknown.isEmpty()) {
            return known;
        }
        long asOf = changes.get();
        Map<ByteBuffer, Session> found = lookup.apply(unknown);
        found.forEach((hash, session) -> byTokenHash.put(hash, new Remembered(session, asOf)));
        List<Optional<Session>> all = new ArrayList<>(known);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isEmpty()) {
                all.set(i, Optional.ofNullable(found.get(ByteBuffer.wrap(tokenHashes.get(i)))));
            }
        }
        return all;
    }

    /// The session with that token, if it is remembered and believed.
    Optional<Session> remembered(byte[] tokenHash) {
        Remembered known = byTokenHash.getIfPresent(ByteBuffer.wrap(tokenHash));
        return known != null && isTrue(known) ? Optional.of(known.session()) : Optional.empty();
    }

    private boolean isTrue(Remembered known) {
        return lastChange.get(place(known.session().userId())) <= known.asOf()
                && known.session().expiresAt().isAfter(clock.instant());
    }

    /// Does what changes or ends sessions of a user. Nothing remembered of them is believed after it,
    /// nor if it failed: it may have been stored all the same.
    <T> T changing(long userId, Supplier<T> change) {
        try {
            return change.get();
        } finally {
            changed(userId);
        }
    }

    /// Sessions of the user were changed.
    void changed(long userId) {
        lastChange.accumulateAndGet(place(userId), changes.incrementAndGet(), Math::max);
    }

    private static int place(long userId) {
        return Math.floorMod(userId, PLACES);
    }
}
