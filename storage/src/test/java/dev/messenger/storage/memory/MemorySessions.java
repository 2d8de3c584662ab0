package dev.messenger.storage.memory;

import dev.messenger.storage.Session;
import dev.messenger.storage.Sessions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

final class MemorySessions implements Sessions {

    static final class Row {
        final UUID id = UUID.randomUUID();
        final long order;
        final long userId;
        final Instant createdAt = Memory.now();
        ByteBuffer tokenHash;
        Optional<String> device;
        Optional<String> pushToken;
        Instant lastSeen = createdAt;
        Instant expiresAt;
        boolean revoked;

        Row(
                long order,
                long userId,
                ByteBuffer tokenHash,
                Optional<String> device,
                Optional<String> pushToken,
                Instant expiresAt) {
            this.order = order;
            this.userId = userId;
            this.tokenHash = tokenHash;
            this.device = device;
            this.pushToken = pushToken;
            this.expiresAt = expiresAt;
        }

        boolean live() {
            return !revoked && expiresAt.isAfter(Instant.now());
        }

        void end() {
            revoked = true;
            device = Optional.empty();
            pushToken = Optional.empty();
        }

        Session snapshot() {
            return new Session(id, userId, device, createdAt, lastSeen, expiresAt);
        }

        @Override
        public String toString() {
            return snapshot() + " pushes to " + pushToken + " revoked " + revoked;
        }
    }

    private final Memory memory;

    MemorySessions(Memory memory) {
        this.memory = memory;
    }

    @Override
    public Opened open(
            long userId,
            byte[] tokenHash,
            Optional<String> device,
            Optional<String> pushToken,
            Instant expiresAt) {
        Instant expires = expiresAt.truncatedTo(ChronoUnit.MILLIS);
        synchronized (memory) {
            Optional<Row> renewed =
                    live(userId)
                            .filter(row -> pushToken.isPresent() && row.pushToken.equals(pushToken))
                            .findFirst();
            if (renewed.isPresent()) {
                Row row = renewed.get();
                row.tokenHash = ByteBuffer.wrap(tokenHash);
                row.device = device.or(() -> row.device);
                row.lastSeen = Memory.now();
                row.expiresAt = expires;
                return new Opened(row.snapshot(), List.of());
            }
            pushToken.ifPresent(this::forgetPushToken);
            Row opened =
                    new Row(
                            memory.nextId(),
                            userId,
                            ByteBuffer.wrap(tokenHash),
                            device,
                            pushToken,
                            expires);
            memory.sessions.put(opened.id, opened);
            List<Row> ended =
                    live(userId)
                            .sorted(Comparator.comparingLong((Row row) -> row.order).reversed())
                            .skip(MOST_PER_USER)
                            .toList();
            ended.forEach(Row::end);
            return new Opened(opened.snapshot(), ended.stream().map(row -> row.id).toList());
        }
    }

    @Override
    public Optional<Session> byTokenHash(byte[] tokenHash) {
        synchronized (memory) {
            return memory.sessions.values().stream()
                    .filter(row -> row.live() && row.tokenHash.equals(ByteBuffer.wrap(tokenHash)))
                    .map(Row::snapshot)
                    .findFirst();
        }
    }

    @Override
    public List<Optional<Session>> byTokenHashes(List<byte[]> tokenHashes) {
        return tokenHashes.stream().map(this::byTokenHash).toList();
    }

    @Override
    public List<Session> ofUser(long userId) {
        synchronized (memory) {
            return live(userId)
                    .sorted(Comparator.comparingLong((Row row) -> row.order).reversed())
                    .map(Row::snapshot)
                    .toList();
        }
    }

    @Override
    public void touch(Collection<UUID> ids, Instant expiresAt) {
        synchronized (memory) {
            for (UUID id : ids) {
                Row row = memory.sessions.get(id);
                if (row != null && row.live()) {
                    row.lastSeen = Memory.now();
                    row.expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
                }
            }
        }
    }

    @Override
    public boolean end(UUID id, long userId) {
        synchronized (memory) {
            Row row = memory.sessions.get(id);
            if (row == null || !row.live() || row.userId != userId) {
                return false;
            }
            row.end();
            return true;
        }
    }

    @Override
    public List<UUID> endOthers(long userId, UUID except) {
        return endAll(userId, Optional.of(except));
    }

    List<UUID> endAll(long userId, Optional<UUID> except) {
        synchronized (memory) {
            List<Row> ended =
                    live(userId).filter(row -> !except.equals(Optional.of(row.id))).toList();
            ended.forEach(Row::end);
            return ended.stream().map(row -> row.id).toList();
        }
    }

    @Override
    public List<String> pushTokens(long userId) {
        synchronized (memory) {
            return live(userId)
                    .sorted(Comparator.comparingLong(row -> row.order))
                    .flatMap(row -> row.pushToken.stream())
                    .toList();
        }
    }

    @Override
    public void forgetPushTokensOf(long userId) {
        synchronized (memory) {
            live(userId).forEach(row -> row.pushToken = Optional.empty());
        }
    }

    @Override
    public void forgetPushToken(String pushToken) {
        synchronized (memory) {
            memory.sessions.values().stream()
                    .filter(row -> row.pushToken.equals(Optional.of(pushToken)))
                    .forEach(row -> row.pushToken = Optional.empty());
        }
    }

    private Stream<Row> live(long userId) {
        return memory.sessions.values().stream().filter(row -> row.userId == userId && row.live());
    }
}
