package dev.messenger.server.usecase;

import dev.messenger.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.stream.Stream;

/// A store whose files may not be as large as the server's, so that tests need not write that much.
public record SmallFiles(FileStore store, long largest) implements FileStore {

    @Override
    public Kept keep(InputStream bytes, long limit) throws IOException {
        return store.keep(bytes, Math.min(limit, largest));
    }

    @Override
    public FileChannel open(String path) throws IOException {
        return store.open(path);
    }

    @Override
    public void delete(String path) throws IOException {
        store.delete(path);
    }

    @Override
    public Stream<String> settled() throws IOException {
        return store.settled();
    }
}
