package dev.messenger.storage;

/// The database did not do what was asked, and nothing was stored; asking again later may work.
public class StorageUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
