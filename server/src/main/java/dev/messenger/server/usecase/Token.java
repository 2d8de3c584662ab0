package dev.messenger.server.usecase;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// Secrets that are shown once and remembered as a hash only.
final class Token {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Token() {}

    /// @param bits of randomness, a multiple of eight
    /// @return in base64url without padding
    static String random(int bits) {
        byte[] bytes = new byte[bits / 8];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// SHA-256. A token is random enough that nothing slower is needed against guessing.
    static byte[] hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
