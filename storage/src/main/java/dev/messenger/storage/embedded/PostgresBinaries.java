package dev.messenger.storage.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs and libraries, unpacked once from the class path into a cache.
///
/// Unpacking goes into a directory of its own that is then renamed: a directory under the final name is
/// whole, whoever else unpacked at the same time and wherever an earlier attempt was killed.
record PostgresBinaries(Path home) {
    static final String MAJOR = "18";

    private static final String PART = ".part-";

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static PostgresBinaries unpackedIn(Path cache) throws IOException {
        String archive = archive();
        Path home = cache.resolve("postgresql-" + MAJOR + "-" + digest(archive));
        if (!Files.isDirectory(home)) {
            unpack(archive, cache, home);
        }
        return new PostgresBinaries(home);
    }

    private static String archive() {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        String suffix =
                switch (machine) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> "";
                };
        if (!system.equals("Linux") || suffix.isEmpty()) {
            throw new DatabaseUnavailable(
                    "The embedded database runs on Linux on x86-64 and arm64, not on %s on %s: give the server a database of your own."
                            .formatted(system, machine));
        }
        return "/postgres-linux-" + suffix + ".txz";
    }

    /// Part of the directory's name, so that a server with a newer PostgreSQL unpacks anew.
    private static String digest(String archive) throws IOException {
        try (var digested =
                new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static InputStream open(String archive) {
        InputStream in = PostgresBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new DatabaseUnavailable(
                    "PostgreSQL's archive %s is not on the class path: the server is not packaged whole."
                            .formatted(archive));
        }
        return in;
    }

    private static void unpack(String archive, Path cache, Path home) throws IOException {
        sweepUnfinished(cache);
        Path building = home.resolveSibling(home.getFileName() + PART + UUID.randomUUID());
        Files.createDirectories(building);
        try {
            try (var tar =
                    new TarArchiveInputStream(
                            new XZCompressorInputStream(new BufferedInputStream(open(archive))))) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (isNeeded(entry)) {
                        place(entry, tar, building.resolve(entry.getName()).normalize());
                    }
                }
            }
            Files.move(building, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failed) {
            if (!Files.isDirectory(home)) { // else another process was quicker, which is as good
                throw failed;
            }
        } finally {
            FileTree.delete(building);
        }
    }

    /// What is an hour old is nobody's work any more.
    private static void sweepUnfinished(Path cache) throws IOException {
        FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        for (Path child : FileTree.children(cache)) {
            if (child.getFileName().toString().contains(PART)
                    && Files.getLastModifiedTime(child).compareTo(anHourAgo) < 0) {
                FileTree.delete(child);
            }
        }
    }

    /// Headers and static libraries are for building extensions, not for running a server.
    private static boolean isNeeded(TarArchiveEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && !name.contains("include/")
                && !name.contains("/pgxs/")
                && !name.endsWith(".a");
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path target)
            throws IOException {
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        try (var written = FileChannel.open(target, StandardOpenOption.WRITE)) {
            written.force(false); // a power cut after the rename must not leave empty programs
        }
    }
}
