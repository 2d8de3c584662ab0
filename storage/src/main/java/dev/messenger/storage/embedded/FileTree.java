package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Two things the JDK leaves out: deleting a directory with its content, and flushing one.
final class FileTree {
    private FileTree() {}

    /// Deletes what is there; a tree that is not, or that somebody else deletes too, is no fault.
    static void delete(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : children(tree)) {
                delete(child);
            }
        }
        Files.deleteIfExists(tree);
    }

    static List<Path> children(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    /// Makes a rename or a new file in the directory outlive a power cut.
    static void flush(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
