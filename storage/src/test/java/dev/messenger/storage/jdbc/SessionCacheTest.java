package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.storage.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionCacheTest {

    private static final byte[] TOKEN = {1, 2, 3};
    private static final long ANN = 5;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private long nanos;
    private final SessionCache cache = new SessionCache(() -> now, () -> nanos);

    private final Session session =
            new Session(UUID.randomUUID(), ANN, Optional.empty(), now, now, now.plusSeconds(60));

    private Optional<Session> stored = Optional.of(session);
    private int lookups;

    @Test
    void aSessionIsLookedUpOnce() {
        assertThat(find()).contains(session);
        assertThat(find()).contains(session);
        assertThat(cache.find(TOKEN.clone(), this::lookUp)).contains(session);
        assertThat(lookups).isOne();
    }

    @Test
    void anUnknownTokenIsLookedUpEachTime() {
        stored = Optional.empty();
        assertThat(find()).isEmpty();
        stored = Optional.of(session);
        assertThat(find()).contains(session);
        assertThat(lookups).isEqualTo(2);
    }

    @Test
    void whatAnotherProcessEndedIsSeenAfterItsLife() {
        find();
        stored = Optional.empty();
        nanos += SessionCache.LIFE.toNanos() - 1;
        assertThat(find()).contains(session);
        nanos += 1;
        assertThat(find()).isEmpty();
    }

    @Test
    void useDoesNotProlongThatLife() {
        find();
        stored = Optional.empty();
        for (int i = 0; i < 5; i++) {
            nanos += Duration.ofSeconds(1).toNanos();
            find();
        }
        assertThat(find()).isEmpty();
    }

    @Test
    void aSessionThatExpiresIsNotBelieved() {
        find();
        stored = Optional.empty();
        now = session.expiresAt();
        assertThat(find()).isEmpty();
    }

    @Test
    void aChangeOfItsUserIsSeenAtOnce() {
        find();
        cache.changing(ANN, () -> stored = Optional.empty());
        assertThat(find()).isEmpty();
    }

    @Test
    void aChangeOfAnotherUserCostsNoLookup() {
        find();
        cache.changed(ANN + 1);
        assertThat(find()).contains(session);
        assertThat(lookups).isOne();
    }

    @Test
    void aChangeThatFailedMayHaveBeenStoredAllTheSame() {
        find();
        assertThatThrownBy(
                        () ->
                                cache.changing(
                                        ANN,
                                        () -> {
                                            stored = Optional.empty();
                                            throw new IllegalStateException("connection lost");
                                        }))
                .hasMessage("connection lost");
        assertThat(find()).isEmpty();
    }

    @Test
    void aLookupThatTheEndOfItsSessionOvertakesIsNotBelievedAfterwards() {
        Optional<Session> overtaken =
                cache.find(
                        TOKEN,
                        () -> {
                            Optional<Session> read = lookUp();
                            cache.changing(ANN, () -> stored = Optional.empty());
                            return read;
                        });
        assertThat(overtaken).contains(session);
        assertThat(find()).isEmpty();
    }

    @Test
    void aSessionIsRememberedAgainAfterAChange() {
        find();
        cache.changed(ANN);
        find();
        find();
        assertThat(lookups).isEqualTo(2);
    }

    @Test
    void ofSeveralOnlyThoseThatAreNotRememberedAreLookedUpTogether() {
        find();
        byte[] other = {4, 5, 6};
        byte[] nobodys = {7};
        Session bobs =
                new Session(UUID.randomUUID(), 6, Optional.empty(), now, now, now.plusSeconds(60));
        List<List<byte[]>> asked = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(
                            cache.findAll(
                                    List.of(other, TOKEN, nobodys),
                                    hashes -> {
                                        asked.add(hashes);
                                        return hashes.contains(other)
                                                ? Map.of(ByteBuffer.wrap(other), bobs)
                                                : Map.of();
                                    }))
                    .containsExactly(Optional.of(bobs), Optional.of(session), Optional.empty());
        }
        assertThat(asked).containsExactly(List.of(other, nobodys), List.of(nobodys));
    }

    @Test
    void aLookupOfSeveralThatAnEndOvertakesIsNotBelievedAfterwards() {
        List<Optional<Session>> overtaken =
                cache.findAll(
                        List.of(TOKEN),
                        hashes -> {
                            cache.changed(ANN);
                            return Map.of(ByteBuffer.wrap(TOKEN), session);
                        });
        assertThat(overtaken).containsExactly(Optional.of(session));
        assertThat(cache.remembered(TOKEN)).isEmpty();
    }

    private Optional<Session> find() {
        return cache.find(TOKEN, this::lookUp);
    }

    private Optional<Session> lookUp() {
        lookups++;
        return stored;
    }
}
