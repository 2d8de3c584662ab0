package dev.messenger.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.stream.Stream;

/// Bytes of uploaded files, under names that the server makes.
///
/// The one implementation is a directory on disk; object storage would be another.
public interface FileStore {

    /// Reads the stream to its end into a new file and flushes it to the disk.
    ///
    /// Whatever goes wrong, nothing is left behind.
    ///
    /// @param limit in bytes
    /// @throws TooLarge if the stream has more
    /// @throws IOException if reading or writing failed
    Kept keep(InputStream bytes, long limit) throws IOException;

    /// Opens a kept file for reading; the caller closes it.
    FileChannel open(String path) throws IOException;

    /// Deletes a file; one that is not there is no error.
    void delete(String path) throws IOException;

    /// Paths of all kept files that are older than an hour. Close the stream.
    Stream<String> settled() throws IOException;

    /// @param path the name to find it by again
    /// @param size in bytes
    record Kept(String path, long size) {}

    final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        public TooLarge(long limit) {
            super("more than " + limit + " bytes");
        }
    }
}
