package dev.messenger.storage.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The embedded database cannot run, for a reason whose message is one sentence to print to the user.
///
/// Thrown by [EmbeddedDatabase#open] to the thread that starts the server.
public class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailable(String sentence) {
        super(sentence);
    }

    private DatabaseUnavailable(String sentence, IOException cause) {
        super(sentence, cause);
    }

    static DatabaseUnavailable because(Path dataDirectory, IOException cause) {
        return new DatabaseUnavailable(
                "The data directory %s cannot be used: %s.".formatted(dataDirectory, reason(cause)),
                cause);
    }

    /// The file system's exceptions name the fact by their class and only the file in their message.
    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied ->
                    denied.getFile() + " is not accessible to this user";
            case NoSuchFileException missing ->
                    missing.getFile() + " does not exist and cannot be made";
            case FileAlreadyExistsException inTheWay ->
                    inTheWay.getFile() + " exists and is not a directory";
            case FileSystemException failed when failed.getReason() != null ->
                    failed.getFile() + ": " + failed.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }
}
