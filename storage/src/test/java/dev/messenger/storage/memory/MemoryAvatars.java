package dev.messenger.storage.memory;

import dev.messenger.storage.Avatars;
import java.util.Optional;

final class MemoryAvatars implements Avatars {

    private final Memory memory;

    MemoryAvatars(Memory memory) {
        this.memory = memory;
    }

    @Override
    public void put(long userId, String image) {
        synchronized (memory) {
            memory.avatars.put(userId, image);
        }
    }

    @Override
    public Optional<String> get(long userId) {
        synchronized (memory) {
            return Optional.ofNullable(memory.avatars.get(userId));
        }
    }

    @Override
    public boolean delete(long userId) {
        synchronized (memory) {
            return memory.avatars.remove(userId) != null;
        }
    }
}
