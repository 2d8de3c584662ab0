package dev.messenger.storage.memory;

import dev.messenger.storage.Files;
import dev.messenger.storage.StoredFile;
import dev.messenger.storage.memory.Memory.FileRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

final class MemoryFiles implements Files {

    private final Memory memory;

    MemoryFiles(Memory memory) {
        this.memory = memory;
    }

    @Override
    public boolean add(
            long ownerId, String handle, String name, long size, String path, long quota) {
        synchronized (memory) {
            if (bytesOf(ownerId) > quota - size) {
                return false;
            }
            long id = memory.nextId();
            memory.files.put(id, new FileRow(id, ownerId, handle, name, size, path));
            return true;
        }
    }

    @Override
    public Optional<StoredFile> ofMessage(long messageId, long userId) {
        synchronized (memory) {
            return Optional.ofNullable(memory.messages.get(messageId))
                    .filter(row -> row.visible() && row.chat.isOpenFor(userId))
                    .flatMap(row -> row.file)
                    .map(FileRow::snapshot);
        }
    }

    @Override
    public List<StoredFile> ofOwner(long ownerId, long afterId, int limit) {
        synchronized (memory) {
            return memory.files.values().stream()
                    .filter(row -> row.ownerId == ownerId && row.id > afterId)
                    .limit(limit)
                    .map(FileRow::snapshot)
                    .toList();
        }
    }

    @Override
    public long bytesOf(long ownerId) {
        synchronized (memory) {
            return memory.files.values().stream()
                    .filter(row -> row.ownerId == ownerId)
                    .mapToLong(row -> row.size)
                    .sum();
        }
    }

    @Override
    public List<StoredFile> deleteUnattached(Instant before) {
        synchronized (memory) {
            List<FileRow> unattached =
                    memory.files.values().stream()
                            .filter(row -> row.messageId.isEmpty())
                            .filter(row -> row.createdAt.isBefore(before))
                            .toList();
            unattached.forEach(row -> memory.files.remove(row.id));
            return unattached.stream().map(FileRow::snapshot).toList();
        }
    }

    @Override
    public Set<String> known(Collection<String> paths) {
        synchronized (memory) {
            return memory.files.values().stream()
                    .map(row -> row.path)
                    .filter(paths::contains)
                    .collect(Collectors.toSet());
        }
    }
}
