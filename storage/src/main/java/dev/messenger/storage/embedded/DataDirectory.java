package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The server's data directory, held by this process alone until it is closed.
///
/// The operating system drops the lock with the process, however that ends; the lock file stays.
final class DataDirectory implements AutoCloseable {

    /// A file lock belongs to the whole process, and closing *any* channel on the file releases it: so
    /// a second holder in this JVM must be turned away before it opens the file.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    static DataDirectory hold(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Path root = directory.toRealPath();
        if (!HELD.add(root)) {
            throw new DatabaseInUse(root);
        }
        FileChannel lockFile = null;
        try {
            lockFile =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lockFile.tryLock() == null) {
                throw new DatabaseInUse(root);
            }
            return new DataDirectory(root, lockFile);
        } catch (IOException | RuntimeException refused) {
            if (lockFile != null) {
                lockFile.close();
            }
            HELD.remove(root);
            throw refused;
        }
    }

    Path root() {
        return root;
    }

    /// Where PostgreSQL keeps its cluster.
    Path cluster() {
        return root.resolve("postgres");
    }

    Path passwordFile() {
        return root.resolve("postgres-password");
    }

    Path logs() {
        return root.resolve("postgres-log");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
        HELD.remove(root);
    }
}
