package dev.messenger.server.usecase;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, on any thread.
final class Sha256 {

    /// Never fed: to look an algorithm up takes longer than to copy one.
    private static final MessageDigest EMPTY = find();

    private Sha256() {}

    static byte[] of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /// @param length of what is hashed, from the beginning
    static byte[] of(byte[] bytes, int length) {
        try {
            MessageDigest digest = (MessageDigest) EMPTY.clone();
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
