package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Bodies of the paths about accounts and people.
public final class AccountApi {

    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_PUSH_TOKEN = 4096;

    private AccountApi() {}

    /// Asks `/registration`.
    public record Registration(String userName, String login, String password) {
        public Registration {
            Check.length("user_name", userName, 1, LONGEST_NAME);
            Check.length("login", login, 1, LONGEST_NAME);
            checkPassword("password", password);
        }
    }

    public record Registered(String message, long id) {}

    /// Asks `/login`.
    public record Login(
            String login, String password, @JsonProperty("FCMtoken") Optional<String> pushToken) {
        public Login {
            pushToken = pushToken.filter(token -> !token.isEmpty());
            pushToken.ifPresent(token -> Check.length("FCMtoken", token, 1, LONGEST_PUSH_TOKEN));
        }
    }

    /// Answers `/login`.
    ///
    /// @param token for `Authorization: Bearer`; shown this once
    public record LoggedIn(
            long id, String userName, String token, Instant expiresAt, UUID sessionId) {}

    /// Asks `/logout`.
    public record Logout(Optional<Long> id, Optional<String> login, Optional<String> password)
            implements SignedBody.ById {}

    /// A row of the answer to `GET /v2/sessions`.
    ///
    /// @param device what it was opened on, `""` if that was not said
    /// @param current whether it is the asker's own
    public record SessionRow(
            UUID sessionId, String device, Instant createdAt, Instant lastSeen, boolean current) {}

    /// Asks `/v2/password`.
    public record PasswordChange(String oldPassword, String newPassword) {
        public PasswordChange {
            checkPassword("new_password", newPassword);
        }
    }

    /// The bounds are bcrypt's: it reads 72 bytes and no more.
    private static void checkPassword(String field, String password) {
        Check.bytes(field, password, 8, 72);
    }

    /// Asks `/search`: any part of a name; an empty one finds everybody.
    public record Search(String userName) {
        public Search {
            Check.length("user_name", userName, 0, LONGEST_NAME);
        }
    }

    /// One row of the answer to `/search`.
    public record Found(long id, boolean avatar, String userName) {}

    /// The answer of paths that have nothing else to say.
    public record Done(String message) {}
}
