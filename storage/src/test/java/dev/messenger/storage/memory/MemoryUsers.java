package dev.messenger.storage.memory;

import dev.messenger.storage.FoldedKey;
import dev.messenger.storage.User;
import dev.messenger.storage.Users;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

final class MemoryUsers implements Users {

    private final Memory memory;

    MemoryUsers(Memory memory) {
        this.memory = memory;
    }

    @Override
    public OptionalLong register(String login, String userName, String passwordHash) {
        synchronized (memory) {
            if (byLogin(login).isPresent()) {
                return OptionalLong.empty();
            }
            long id = memory.nextId();
            memory.users.put(id, new User(id, login, userName, passwordHash));
            memory.createdAt.put(id, Memory.now());
            return OptionalLong.of(id);
        }
    }

    @Override
    public Optional<User> byLogin(String login) {
        if (login.indexOf(0) >= 0) {
            throw new IllegalArgumentException("PostgreSQL takes no U+0000");
        }
        synchronized (memory) {
            String key = FoldedKey.of(login);
            return memory.users.values().stream()
                    .filter(user -> FoldedKey.of(user.login()).equals(key))
                    .findFirst();
        }
    }

    @Override
    public Optional<User> byId(long id) {
        synchronized (memory) {
            return Optional.ofNullable(memory.users.get(id));
        }
    }

    @Override
    public Optional<Instant> createdAt(long id) {
        synchronized (memory) {
            return byId(id).map(_ -> memory.createdAt.getOrDefault(id, Instant.EPOCH));
        }
    }

    @Override
    public void replacePasswordHash(long id, String oldHash, String newHash) {
        synchronized (memory) {
            memory.users.computeIfPresent(
                    id,
                    (_, user) ->
                            user.passwordHash().equals(oldHash)
                                    ? new User(id, user.login(), user.userName(), newHash)
                                    : user);
        }
    }

    @Override
    public Optional<List<UUID>> changePassword(
            long id, String oldHash, String newHash, Optional<UUID> except) {
        synchronized (memory) {
            boolean right = byId(id).map(User::passwordHash).equals(Optional.of(oldHash));
            if (!right) {
                return Optional.empty();
            }
            replacePasswordHash(id, oldHash, newHash);
            return Optional.of(new MemorySessions(memory).endAll(id, except));
        }
    }

    @Override
    public List<UUID> erase(long id) {
        synchronized (memory) {
            memory.users.remove(id);
            memory.avatars.remove(id);
            return new MemorySessions(memory).endAll(id, Optional.empty());
        }
    }

    @Override
    public List<Found> search(String partOfName, int limit) {
        synchronized (memory) {
            String part = FoldedKey.of(partOfName);
            return memory.users.values().stream()
                    .filter(user -> FoldedKey.of(user.userName()).contains(part))
                    .limit(limit)
                    .map(
                            user ->
                                    new Found(
                                            user.id(),
                                            user.userName(),
                                            memory.avatars.containsKey(user.id())))
                    .toList();
        }
    }
}
