package dev.messenger.server.usecase;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// SHA-256, on any thread.
final class Sha256 {

    /// As many as threads ever hashed at once: to look an algorithm up takes longer than to hash a
    /// message, and its state is as large as some.
    private static final Queue<MessageDigest> FREE = new ConcurrentLinkedQueue<>();

    private Sha256() {}

    static byte[] of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /// @param length of what is hashed, from the beginning
    static byte[] of(byte[] bytes, int length) {
        MessageDigest free = FREE.poll();
        MessageDigest digest = free == null ? find() : free;
        digest.update(bytes, 0, length);
        // Which also makes it as it was at first.
        byte[] hash = digest.digest();
        FREE.add(digest);
        return hash;
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
