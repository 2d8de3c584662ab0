package dev.messenger.storage.disk;

import dev.messenger.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A directory of files under random names, for one process. Safe for use by many threads.
///
/// ```
/// root/incoming/9f3c…      being written; what a crash leaves here is removed at the next open
/// root/9f/3c/9f3c…         whole and flushed; two levels keep directories small
/// ```
public final class DiskFileStore implements FileStore {

    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int NAME_BYTES = 16;
    private static final Duration SETTLING = Duration.ofHours(1);

    /// What a name of ours looks like. Nothing else is ever resolved, so nothing leads out of the root.
    private static final Pattern PATH =
            Pattern.compile("([0-9a-f]{2})/([0-9a-f]{2})/\\1\\2[0-9a-f]{28}");

    private static final FileAttribute<?> OWNER_READS_AND_WRITES =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ENTERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final SecureRandom random = new SecureRandom();
    private final Path root;
    private final Path incoming;

    private DiskFileStore(Path root) {
        this.root = root;
        this.incoming = root.resolve("incoming");
    }

    /// Makes the directory if need be, and removes uploads that a crash cut short.
    public static DiskFileStore open(Path directory) throws IOException {
        Files.createDirectories(directory);
        DiskFileStore store = new DiskFileStore(directory.toRealPath());
        makeDirectory(store.root, "incoming");
        store.removeLeftovers();
        return store;
    }

    private void removeLeftovers() throws IOException {
        try (Stream<Path> leftovers = Files.list(incoming)) {
            for (Path leftover : (Iterable<Path>) leftovers::iterator) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    @Override
    public Kept keep(InputStream bytes, long limit) throws IOException {
        String name = randomName();
        String outer = name.substring(0, 2);
        String inner = name.substring(2, 4);
        Path unfinished = incoming.resolve(name);
        Path directory = root.resolve(outer).resolve(inner);
        Path finished = directory.resolve(name);
        try {
            long size = write(bytes, limit, unfinished);
            makeDirectory(root, outer);
            makeDirectory(root.resolve(outer), inner);
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
            // The name is as much a part of the file as its bytes.
            flush(directory);
            return new Kept(outer + "/" + inner + "/" + name, size);
        } catch (IOException | RuntimeException | Error failure) {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(finished);
            throw failure;
        }
    }

    private String randomName() {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    private static long write(InputStream bytes, long limit, Path file) throws IOException {
        Set<StandardOpenOption> anew =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, anew, OWNER_READS_AND_WRITES)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long size = 0;
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                size += read;
                if (size > limit) {
                    throw new TooLarge(limit);
                }
                ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
            channel.force(true);
            return size;
        }
    }

    /// Makes one directory, and makes sure that its parent remembers it.
    private static void makeDirectory(Path parent, String name) throws IOException {
        Path directory = parent.resolve(name);
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectory(directory, OWNER_ENTERS);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // By another upload, which may not have flushed it yet.
        }
        flush(parent);
    }

    private static void flush(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public FileChannel open(String path) throws IOException {
        return FileChannel.open(resolve(path), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(resolve(path));
    }

    private Path resolve(String path) throws IOException {
        if (!PATH.matcher(path).matches()) {
            throw new NoSuchFileException(path);
        }
        return root.resolve(path);
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // The caller closes it, as the interface says.
    public Stream<String> settled() throws IOException {
        Instant before = Instant.now().minus(SETTLING);
        return Files.find(
                        root,
                        3,
                        (_, attributes) ->
                                attributes.isRegularFile()
                                        && attributes
                                                .lastModifiedTime()
                                                .toInstant()
                                                .isBefore(before))
                .map(file -> root.relativize(file).toString())
                .filter(path -> PATH.matcher(path).matches());
    }
}
