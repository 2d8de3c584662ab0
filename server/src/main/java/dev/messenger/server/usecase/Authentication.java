package dev.messenger.server.usecase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.SignedBody;
import dev.messenger.storage.FoldedKey;
import dev.messenger.storage.Storage;
import dev.messenger.storage.User;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Finds out who is asking: by a session's token, or by the original's login and password.
public final class Authentication {

    private static final int REMEMBERED_PASSWORDS = 10_000;

    private final Storage storage;
    private final Passwords passwords;
    private final WrongPasswords wrongPasswords;
    private final LegacyCredentials legacy;
    private final Bearers bearers;

    /// Passwords that were right, so that a client of the original, which sends its password with
    /// every call, pays for bcrypt once. The key is an HMAC of hash and password under a secret of this
    /// process: it tells nothing, and a changed password no longer matches it.
    private final Cache<ByteBuffer, Boolean> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED_PASSWORDS).build();

    /// Logins with passwords that were right, in the same way.
    private final Cache<ByteBuffer, Boolean> familiar =
            Caffeine.newBuilder().maximumSize(REMEMBERED_PASSWORDS).build();

    private final SecretKeySpec secret =
            new SecretKeySpec(Token.hash(Token.random(256)), "HmacSHA256");

    /// @param legacy where login and password are taken in place of a token
    public Authentication(
            Storage storage,
            Passwords passwords,
            WrongPasswords wrongPasswords,
            LegacyCredentials legacy,
            Bearers bearers) {
        this.storage = storage;
        this.passwords = passwords;
        this.wrongPasswords = wrongPasswords;
        this.legacy = legacy;
        this.bearers = bearers;
    }

    /// Where login and password are taken in place of a token.
    public LegacyCredentials legacy() {
        return legacy;
    }

    /// The caller of a REST path. A token stands in for the body's credentials; an id that is there
    /// all the same must be the caller's.
    ///
    /// @param client where the request comes from
    public Caller of(Optional<String> bearer, SignedBody body, InetAddress client) {
        if (bearer.isEmpty()) {
            if (!legacy.inBodies()) {
                throw unauthorized(
                        "A token is needed here: send the one of /login as Authorization: Bearer.");
            }
            return byPassword(
                    required(body.callerIdField(), body.callerId()),
                    required("login", body.login()),
                    required("password", body.password()),
                    client);
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
        return bearers.of(token).orElseThrow(Authentication::tokenNotValid);
    }

    /// The caller with this id, login and password, all three of which must fit together.
    public Caller byPassword(long id, String login, String password, InetAddress client) {
        User user = verify(login, password, client);
        if (user.id() != id) {
            throw wrongCredentials();
        }
        return new Caller(id, Optional.empty());
    }

    /// The account with this login, if the password is right. An unknown login takes as long as a
    /// wrong password, counts like one, and is answered alike.
    ///
    /// @return with the hash as it is now, also if it was just renewed
    /// @throws Rejected `rate_limited` if this client was wrong too often, whatever it says now
    User verify(String login, String password, InetAddress client) {
        WrongPasswords.Guesses guesses = wrongPasswords.of(login, client);
        ByteBuffer pair = hmac(Token.hash(FoldedKey.of(login)), password);
        // In a flood of guesses even asking the database would be felt by everybody.
        if (passwords.isFull() && familiar.getIfPresent(pair) == null) {
            throw passwords.overloaded();
        }
        // A query may hold U+0000, on which the database fails; no login has it.
        Optional<User> user =
                login.indexOf(0) < 0 ? storage.users().byLogin(login) : Optional.empty();
        if (user.isPresent() && isRemembered(user.get(), password)) {
            guesses.areOver();
        } else if (!guesses.isRight(() -> matches(user, password))) {
            throw wrongCredentials();
        } else if (renew(user.orElseThrow(), password)) {
            return verify(login, password, client);
        }
        familiar.put(pair, true);
        return user.orElseThrow();
    }

    private boolean isRemembered(User user, String password) {
        return verified.getIfPresent(keyOf(user.passwordHash(), password)) != null;
    }

    private boolean matches(Optional<User> found, String password) {
        if (found.isEmpty()) {
            passwords.matchNobody(password);
            return false;
        }
        User user = found.get();
        // Others of the same client may have found it out while this one waited for its turn.
        if (isRemembered(user, password)) {
            return true;
        }
        if (!passwords.matches(password, user.passwordHash())) {
            return false;
        }
        verified.put(keyOf(user.passwordHash(), password), true);
        return true;
    }

    /// Makes a better hash of a right password if this one is weak, and if there is room: for want of
    /// it nobody is refused, and the next login that is checked tries again.
    private boolean renew(User user, String password) {
        if (!passwords.isWeak(user.passwordHash())) {
            return false;
        }
        Optional<String> better = passwords.hashIfRoom(password);
        better.ifPresent(
                hash -> {
                    verified.put(keyOf(hash, password), true);
                    storage.users().replacePasswordHash(user.id(), user.passwordHash(), hash);
                });
        return better.isPresent();
    }

    private ByteBuffer keyOf(String hash, String password) {
        return hmac(hash.getBytes(StandardCharsets.US_ASCII), password);
    }

    /// @param of what the password is for, always as long: the two cannot be cut differently
    private ByteBuffer hmac(byte[] of, String password) {
        try {
            Mac mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            mac.update(of);
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

    /// What who bears no token that is good is told.
    public static Rejected tokenNotValid() {
        return unauthorized("The token is not valid, or no longer.");
    }

    public static Rejected unauthorized(String sentence) {
        return Rejected.because(Reason.UNAUTHORIZED, sentence);
    }
}
