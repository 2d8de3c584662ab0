package dev.messenger.server.usecase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.SignedBody;
import dev.messenger.storage.Session;
import dev.messenger.storage.Storage;
import dev.messenger.storage.User;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Finds out who is asking: by a session's token, or by the original's login and password.
public final class Authentication {

    /// How long a session lives after its last use.
    static final Duration SESSION_LIFE = Duration.ofDays(30);

    /// A use is noted this often at most, so that a busy client does not write on every call.
    private static final Duration NOTE_EVERY = Duration.ofMinutes(10);

    private static final int REMEMBERED_PASSWORDS = 10_000;

    private final Storage storage;
    private final Passwords passwords;
    private final InstantSource clock;

    /// Passwords that were right, so that a client of the original, which sends its password with
    /// every call, pays for bcrypt once. The key is an HMAC of hash and password under a secret of this
    /// process: it tells nothing, and a changed password no longer matches it.
    private final Cache<ByteBuffer, Boolean> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED_PASSWORDS).build();

    private final SecretKeySpec secret =
            new SecretKeySpec(Token.hash(Token.random(256)), "HmacSHA256");

    public Authentication(Storage storage, Passwords passwords, InstantSource clock) {
        this.storage = storage;
        this.passwords = passwords;
        this.clock = clock;
    }

    /// The caller of a REST path. A token stands in for the body's credentials; an id that is there
    /// all the same must be the caller's.
    public Caller of(Optional<String> bearer, SignedBody body) {
        if (bearer.isEmpty()) {
            return byPassword(
                    required(body.callerIdField(), body.callerId()),
                    required("login", body.login()),
                    required("password", body.password()));
        }
        Caller caller = byToken(bearer.get());
        body.callerId()
                .filter(id -> id != caller.userId())
                .ifPresent(
                        id -> {
                            throw notYours(body.callerIdField());
                        });
        return caller;
    }

    /// The caller of a path that takes tokens only.
    public Caller byToken(Optional<String> bearer) {
        return byToken(
                bearer.orElseThrow(
                        () -> unauthorized("This needs the token of a session, as a bearer.")));
    }

    /// The caller whose session has this token; using it keeps the session alive.
    public Caller byToken(String token) {
        Session session =
                storage.sessions()
                        .byTokenHash(Token.hash(token))
                        .orElseThrow(() -> unauthorized("The token is not valid, or no longer."));
        if (session.lastSeen().plus(NOTE_EVERY).isBefore(clock.instant())) {
            storage.sessions().touch(session.id(), clock.instant().plus(SESSION_LIFE));
        }
        return new Caller(session.userId(), Optional.of(session.id()));
    }

    /// The caller with this id, login and password, all three of which must fit together.
    public Caller byPassword(long id, String login, String password) {
        User user = verify(login, password);
        if (user.id() != id) {
            throw wrongCredentials();
        }
        return new Caller(id, Optional.empty());
    }

    /// The account with this login, if the password is right. An unknown login takes as long as a
    /// wrong password, and is answered alike.
    User verify(String login, String password) {
        // A query may hold U+0000, on which the database fails; no login has it.
        Optional<User> user =
                login.indexOf(0) < 0 ? storage.users().byLogin(login) : Optional.empty();
        if (user.isEmpty()) {
            passwords.matchNobody(password);
            throw wrongCredentials();
        }
        String hash = user.get().passwordHash();
        ByteBuffer key = hmac(hash, password);
        if (verified.getIfPresent(key) == null) {
            if (!passwords.matches(password, hash)) {
                throw wrongCredentials();
            }
            verified.put(key, true);
            if (passwords.isWeak(hash)) {
                storage.users()
                        .replacePasswordHash(user.get().id(), hash, passwords.hash(password));
                return verify(login, password);
            }
        }
        return user.get();
    }

    private ByteBuffer hmac(String hash, String password) {
        try {
            Mac mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            // A bcrypt hash is always 60 bytes, so the two cannot be cut differently.
            mac.update(hash.getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static <T> T required(String field, Optional<T> value) {
        return value.orElseThrow(
                () ->
                        Rejected.field(
                                field,
                                Reason.MISSING_FIELD,
                                "The field " + field + " is missing."));
    }

    static Rejected notYours(String field) {
        return Rejected.field(
                field, Reason.FORBIDDEN, "The field " + field + " must be your own id.");
    }

    static Rejected wrongCredentials() {
        return unauthorized("Login or password is wrong.");
    }

    public static Rejected unauthorized(String sentence) {
        return Rejected.because(Reason.UNAUTHORIZED, sentence);
    }
}
