package dev.messenger.server.dispatch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Strong validators: which version of something a client has (RFC 9110 section 8.8.3).
final class Etag {

    private Etag() {}

    /// Of octets that are in memory.
    static String of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether the client has that version already.
    static boolean isFresh(Head head, String etag) {
        return head.header("If-None-Match")
                .filter(
                        value -> {
                            for (String tag : value.split(",", -1)) {
                                String bare = tag.strip();
                                // Compared weakly (RFC 9110 section 13.1.2).
                                if (bare.equals("*")
                                        || bare.equals(etag)
                                        || bare.equals("W/" + etag)) {
                                    return true;
                                }
                            }
                            return false;
                        })
                .isPresent();
    }
}
