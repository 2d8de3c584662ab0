package dev.messenger.server.usecase;

import dev.messenger.protocol.FileApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.FileStore;
import dev.messenger.storage.FileStore.Kept;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StoredFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Files: taking them in, giving them out, and sweeping out what nobody sent.
public final class FileTransfers {

    /// How long an upload may wait for its message.
    private static final Duration UNSENT_LIFE = Duration.ofHours(24);

    private static final int HANDLE_BITS = 128;
    private static final int SWEPT_AT_ONCE = 500;

    private final Storage storage;
    private final FileStore store;
    private final long quota;
    private final InstantSource clock;

    /// @param quota how many bytes the files of one user may have in all
    public FileTransfers(Storage storage, FileStore store, long quota, InstantSource clock) {
        this.storage = storage;
        this.store = store;
        this.quota = quota;
        this.clock = clock;
    }

    /// A file to give out; whoever takes it closes `content`.
    public record Opened(StoredFile file, FileChannel content) {}

    /// Takes the bytes in, for somebody who may not have said yet who they are.
    ///
    /// @throws IOException if they stop coming
    public Kept keep(InputStream bytes) throws IOException {
        try {
            return store.keep(bytes, FileApi.LARGEST);
        } catch (FileStore.TooLarge e) {
            throw Rejected.because(
                    Reason.PAYLOAD_TOO_LARGE, "A file has at most " + FileApi.LARGEST + " bytes.");
        }
    }

    /// Takes the bytes in for a sender who is known: no more than they have room for.
    ///
    /// What one uploads at once is measured against the same room; [#add] has the last word.
    ///
    /// @param atLeast how many bytes are known to come
    /// @throws IOException if they stop coming
    public Kept keep(Caller me, InputStream bytes, long atLeast) throws IOException {
        long room = quota - storage.files().bytesOf(me.userId());
        if (atLeast > room || room <= 0) {
            throw quotaExceeded();
        }
        if (room >= FileApi.LARGEST) {
            return keep(bytes);
        }
        try {
            return store.keep(bytes, room);
        } catch (FileStore.TooLarge e) {
            throw quotaExceeded();
        }
    }

    /// Gives what was kept to its sender, if it fits their quota: what is kept never exceeds that.
    public FileApi.Uploaded add(Caller me, Kept kept, String name) {
        String handle = Token.random(HANDLE_BITS);
        if (!storage.files().add(me.userId(), handle, name, kept.size(), kept.path(), quota)) {
            throw quotaExceeded();
        }
        return new FileApi.Uploaded(name, handle);
    }

    private Rejected quotaExceeded() {
        return Rejected.because(
                Reason.QUOTA_EXCEEDED,
                "Your files may have "
                        + quota
                        + " bytes in all. Delete messages with files to make room.");
    }

    /// Forgets what was kept but is nobody's.
    public void drop(Kept kept) {
        drop(kept.path());
    }

    /// Deletes the bytes of a file whose row is gone.
    public void drop(String path) {
        try {
            store.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Opened download(Caller me, FileApi.Download asked) {
        return download(me, asked.messageId());
    }

    public Opened download(Caller me, long messageId) {
        StoredFile file =
                storage.files()
                        .ofMessage(messageId, me.userId())
                        .orElseThrow(FileTransfers::noSuchFile);
        try {
            return new Opened(file, store.open(file.path()));
        } catch (FileNotFoundException | NoSuchFileException archivedMeanwhile) {
            throw noSuchFile();
        } catch (IOException e) {
            throw Rejected.retryLater(
                    Reason.UNAVAILABLE,
                    "The file cannot be read now. Try again.",
                    Duration.ofSeconds(1));
        }
    }

    /// Removes uploads that no message took in time, and bytes that no row names: what a crash may
    /// leave between a commit and the deletion that follows it.
    public void sweep() throws IOException {
        storage.files()
                .deleteUnattached(clock.instant().minus(UNSENT_LIFE))
                .forEach(file -> drop(file.path()));
        try (Stream<String> settled = store.settled()) {
            settled.gather(Gatherers.windowFixed(SWEPT_AT_ONCE)).forEach(this::deleteUnknown);
        }
    }

    private void deleteUnknown(List<String> paths) {
        Set<String> known = storage.files().known(paths);
        paths.stream().filter(path -> !known.contains(path)).forEach(this::drop);
    }

    private static Rejected noSuchFile() {
        return Rejected.field(
                "message_id", Reason.NOT_FOUND, "There is no such message with a file.");
    }
}
