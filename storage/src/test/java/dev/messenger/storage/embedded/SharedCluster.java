package dev.messenger.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/// The clusters that the tests of one JVM share, each started when first asked for.
///
/// They live under one directory of the user's in the temporary directory; whoever starts one first
/// clears away those that nobody holds any more.
final class SharedCluster {
    private static final Path ALL =
            Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "messenger-tests-" + System.getProperty("user.name"));

    private SharedCluster() {}

    static EmbeddedDatabase durable() {
        return Durable.CLUSTER;
    }

    static EmbeddedDatabase careless() {
        return Careless.CLUSTER;
    }

    private static final class Durable {
        static final EmbeddedDatabase CLUSTER = start(small(Settings.durable().always().stream()));
    }

    private static final class Careless {
        static final EmbeddedDatabase CLUSTER =
                start(
                        small(
                                Stream.concat(
                                        Settings.durable().always().stream(),
                                        Stream.of(
                                                "fsync=off",
                                                "synchronous_commit=off",
                                                "full_page_writes=off"))));
    }

    /// The real settings, with less memory and more connections for tests that run side by side.
    private static Settings small(Stream<String> always) {
        return new Settings(
                Settings.durable().initial(),
                Stream.concat(always, Stream.of("shared_buffers=64MB", "max_connections=100"))
                        .toList());
    }

    private static EmbeddedDatabase start(Settings settings) {
        sweep();
        Path directory = ALL.resolve(UUID.randomUUID().toString());
        EmbeddedDatabase cluster =
                EmbeddedDatabase.open(directory, settings, EmbeddedDatabase::freePort);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(cluster, directory)));
        return cluster;
    }

    private static void remove(EmbeddedDatabase cluster, Path directory) {
        cluster.close();
        delete(directory);
    }

    private static void sweep() {
        try {
            for (Path abandoned : FileTree.children(ALL)) {
                if (isNew(abandoned)) {
                    continue;
                }
                try (var held = DataDirectory.hold(abandoned)) {
                    PostgresProcesses.in(held.cluster()).killAll();
                    FileTree.delete(abandoned);
                } catch (DatabaseInUse alive) {
                    // Another JVM's tests run there.
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Perhaps another JVM has just made it and is about to hold it.
    private static boolean isNew(Path directory) throws IOException {
        FileTime aMinuteAgo = FileTime.from(Instant.now().minus(Duration.ofMinutes(1)));
        return Files.getLastModifiedTime(directory).compareTo(aMinuteAgo) > 0;
    }

    private static void delete(Path directory) {
        try {
            FileTree.delete(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
