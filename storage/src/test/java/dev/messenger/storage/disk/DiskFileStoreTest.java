package dev.messenger.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFileStoreTest {

    private final Path root;
    private final FileStore store;

    DiskFileStoreTest(@TempDir Path directory) throws IOException {
        root = directory.resolve("files");
        store = DiskFileStore.open(root);
    }

    @Test
    void whatIsKeptIsReadBackByteForByte() throws IOException {
        byte[] bytes = random(300_000);
        FileStore.Kept kept = store.keep(new ByteArrayInputStream(bytes), bytes.length);
        assertThat(kept.size()).isEqualTo(bytes.length);
        assertThat(read(kept.path())).isEqualTo(bytes);
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        FileStore.Kept kept = store.keep(InputStream.nullInputStream(), 10);
        assertThat(kept.size()).isZero();
        assertThat(read(kept.path())).isEmpty();
    }

    @Test
    void equalContentsGetDifferentNames() throws IOException {
        assertThat(keep(10).path()).isNotEqualTo(keep(10).path());
    }

    @Test
    void onlyTheOwnerMayLookAtTheFiles() throws IOException {
        String path = keep(10).path();
        assertThat(permissions(root.resolve(path))).isEqualTo("rw-------");
        assertThat(permissions(root.resolve(path.substring(0, 5)))).isEqualTo("rwx------");
    }

    @Test
    void oneByteTooManyLeavesNothing() throws IOException {
        assertThatThrownBy(() -> store.keep(new ByteArrayInputStream(random(300_001)), 300_000))
                .isInstanceOf(FileStore.TooLarge.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void anEndlessStreamIsNotReadToItsEnd() throws IOException {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 7;
                    }
                };
        assertThatThrownBy(() -> store.keep(endless, 1_000_000))
                .isInstanceOf(FileStore.TooLarge.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aStreamThatBreaksLeavesNothing() throws IOException {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() {
                        return 7;
                    }

                    private boolean first = true;

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        if (first) {
                            first = false;
                            return length;
                        }
                        throw new IOException("the client is gone");
                    }
                };
        assertThatThrownBy(() -> store.keep(broken, 1_000_000))
                .isInstanceOf(IOException.class)
                .hasMessage("the client is gone");
        assertThat(files()).isEmpty();
    }

    @Test
    void whatACrashLeftIsRemovedAtTheNextOpenAndTheRestStays() throws IOException {
        String path = keep(10).path();
        Files.write(root.resolve("incoming/0123"), random(10));
        DiskFileStore.open(root);
        assertThat(files()).containsExactly(root.resolve(path));
    }

    @Test
    void aDeletedFileIsGoneAndDeletingItAgainIsNoError() throws IOException {
        String path = keep(10).path();
        store.delete(path);
        store.delete(path);
        assertThatThrownBy(() -> store.open(path)).isInstanceOf(NoSuchFileException.class);
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../secret",
                "ab/cd/../../../secret",
                "ab/cd/abcd0000000000000000000000000000/../../../secret",
                "ab/cd/ABCD0000000000000000000000000000",
                "ab/cd/abcd0000000000000000000000000000\n",
                "ab/cd/abce0000000000000000000000000000",
                "incoming/0123",
            })
    void nothingButItsOwnNamesLeadsAnywhere(String path) throws IOException {
        Path secret = Files.writeString(root.resolveSibling("secret"), "secret");
        Path unfinished = Files.writeString(root.resolve("incoming/0123"), "unfinished");
        assertThatThrownBy(() -> store.open(path)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.delete(path)).isInstanceOf(NoSuchFileException.class);
        assertThat(secret).exists();
        assertThat(unfinished).exists();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path secret = Files.writeString(root.resolveSibling("secret"), "secret");
        String path = keep(10).path();
        store.delete(path);
        Files.createSymbolicLink(root.resolve(path), secret);
        assertThatThrownBy(() -> store.open(path)).isInstanceOf(IOException.class);
    }

    @Test
    void onlyFilesOlderThanAnHourAreSettled() throws IOException {
        String old = keep(10).path();
        keep(10);
        FileTime twoHoursAgo = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
        Files.setLastModifiedTime(root.resolve(old), twoHoursAgo);
        Path unfinished = Files.write(root.resolve("incoming/0123"), random(10));
        Files.setLastModifiedTime(unfinished, twoHoursAgo);
        try (Stream<String> settled = store.settled()) {
            assertThat(settled).containsExactly(old);
        }
    }

    private FileStore.Kept keep(int size) throws IOException {
        return store.keep(new ByteArrayInputStream(random(size)), size);
    }

    private byte[] read(String path) throws IOException {
        try (FileChannel channel = store.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return bytes.array();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
