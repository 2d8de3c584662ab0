package dev.messenger.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class SessionsTest extends StorageContract {

    private static final Optional<String> PHONE = Optional.of("phone");

    private final Sessions sessions = storage.sessions();
    private final long ann = user("Ann");
    private final long bob = user("Bob");
    private final Instant tomorrow =
            Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);

    SessionsTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void aSessionIsFoundByTheHashOfItsToken() {
        byte[] token = token();
        Session session = open(ann, token);
        assertThat(session.userId()).isEqualTo(ann);
        assertThat(session.device()).isEqualTo(PHONE);
        assertThat(session.expiresAt()).isEqualTo(tomorrow);
        assertThat(session.createdAt()).isEqualTo(session.lastSeen());
        assertThat(sessions.byTokenHash(token)).contains(session);
        assertThat(sessions.byTokenHash(token())).isEmpty();
    }

    @Test
    void anExpiredSessionIsNoSession() {
        byte[] token = token();
        Session expired =
                sessions.open(
                                ann,
                                token,
                                PHONE,
                                Optional.of(unique("push")),
                                Instant.now().minusMillis(1))
                        .session();
        assertThat(sessions.byTokenHash(token)).isEmpty();
        assertThat(sessions.pushTokens(ann)).isEmpty();
        assertThat(sessions.end(expired.id(), ann)).isFalse();
    }

    @Test
    void touchingASessionLetsItLiveLonger() {
        byte[] token = token();
        Session session = open(ann, token);
        assertThat(sessions.byTokenHash(token)).contains(session);
        sessions.touch(List.of(session.id()), tomorrow.plusSeconds(60));
        Session touched = sessions.byTokenHash(token).orElseThrow();
        assertThat(touched.expiresAt()).isEqualTo(tomorrow.plusSeconds(60));
        assertThat(touched.lastSeen()).isAfterOrEqualTo(session.lastSeen());
    }

    @Test
    void severalAreFoundAtOnceInTheirOrder() {
        byte[] first = token();
        byte[] ended = token();
        byte[] second = token();
        Session anns = open(ann, first);
        Session bobs = open(bob, second);
        assertThat(sessions.end(open(ann, ended).id(), ann)).isTrue();
        assertThat(sessions.byTokenHash(second)).contains(bobs);

        assertThat(sessions.byTokenHashes(List.of(second, token(), ended, first, second)))
                .containsExactly(
                        Optional.of(bobs),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(anns),
                        Optional.of(bobs));
        assertThat(sessions.byTokenHashes(List.of())).isEmpty();
    }

    @Test
    void severalFoundAtOnceAreNotRememberedBeyondTheirEnd() {
        byte[] token = token();
        Session session = open(ann, token);
        assertThat(sessions.byTokenHashes(List.of(token))).containsExactly(Optional.of(session));
        assertThat(sessions.end(session.id(), ann)).isTrue();
        assertThat(sessions.remembered(token)).isEmpty();
        assertThat(sessions.byTokenHashes(List.of(token))).containsExactly(Optional.empty());
    }

    @Test
    void severalAreTouchedAtOnceButNoneIsRevived() {
        byte[] first = token();
        byte[] second = token();
        byte[] ended = token();
        UUID gone = open(ann, ended).id();
        sessions.end(gone, ann);
        sessions.touch(
                List.of(open(ann, first).id(), gone, open(bob, second).id(), UUID.randomUUID()),
                tomorrow.plusSeconds(60));
        for (byte[] token : List.of(first, second)) {
            assertThat(sessions.byTokenHash(token).orElseThrow().expiresAt())
                    .isEqualTo(tomorrow.plusSeconds(60));
        }
        assertThat(sessions.byTokenHash(ended)).isEmpty();
    }

    @Test
    void onlyItsUserEndsASessionAndOnlyOnce() {
        byte[] token = token();
        Session session = open(ann, token);
        assertThat(sessions.end(session.id(), bob)).isFalse();
        assertThat(sessions.byTokenHash(token)).isPresent();
        assertThat(sessions.end(session.id(), ann)).isTrue();
        assertThat(sessions.byTokenHash(token)).isEmpty();
        assertThat(sessions.end(session.id(), ann)).isFalse();
        assertThat(sessions.end(UUID.randomUUID(), ann)).isFalse();
        sessions.touch(List.of(session.id()), tomorrow);
        assertThat(sessions.byTokenHash(token)).isEmpty();
    }

    @Test
    void theFiftyNewestSessionsAreKept() {
        List<byte[]> tokens = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < Sessions.MOST_PER_USER; i++) {
            tokens.add(token());
            ids.add(open(ann, tokens.getLast()).id());
        }
        Sessions.Opened oneMore = sessions.open(ann, token(), PHONE, Optional.empty(), tomorrow);
        assertThat(oneMore.ended()).containsExactly(ids.getFirst());
        assertThat(sessions.byTokenHash(tokens.getFirst())).isEmpty();
        assertThat(sessions.byTokenHash(tokens.get(1))).isPresent();
        assertThat(sessions.open(bob, token(), PHONE, Optional.empty(), tomorrow).ended())
                .isEmpty();
    }

    @Test
    void signingInWithALiveSessionsPushTokenRenewsThatSession() {
        String push = unique("push");
        byte[] oldToken = token();
        byte[] newToken = token();
        Session first =
                sessions.open(ann, oldToken, PHONE, Optional.of(push), tomorrow.minusSeconds(9))
                        .session();
        assertThat(sessions.byTokenHash(oldToken)).contains(first);
        Sessions.Opened second = sessions.open(ann, newToken, PHONE, Optional.of(push), tomorrow);
        assertThat(second.session().id()).isEqualTo(first.id());
        assertThat(second.session().createdAt()).isEqualTo(first.createdAt());
        assertThat(second.session().expiresAt()).isEqualTo(tomorrow);
        assertThat(second.ended()).isEmpty();
        assertThat(sessions.byTokenHash(oldToken)).isEmpty();
        assertThat(sessions.byTokenHash(newToken)).contains(second.session());
        assertThat(sessions.pushTokens(ann)).containsExactly(push);
    }

    @Test
    void aPushTokenMovesToWhoeverSignsInWithIt() {
        String push = unique("push");
        byte[] annsToken = token();
        sessions.open(ann, annsToken, PHONE, Optional.of(push), tomorrow);
        sessions.open(bob, token(), PHONE, Optional.of(push), tomorrow);
        assertThat(sessions.pushTokens(ann)).isEmpty();
        assertThat(sessions.pushTokens(bob)).containsExactly(push);
        assertThat(sessions.byTokenHash(annsToken)).isPresent();
    }

    @Test
    void anEndedSessionGivesItsPushTokenBack() {
        String push = unique("push");
        Session ended = sessions.open(ann, token(), PHONE, Optional.of(push), tomorrow).session();
        sessions.end(ended.id(), ann);
        assertThat(sessions.pushTokens(ann)).isEmpty();
        Session next = sessions.open(ann, token(), PHONE, Optional.of(push), tomorrow).session();
        assertThat(next.id()).isNotEqualTo(ended.id());
        assertThat(sessions.pushTokens(ann)).containsExactly(push);
    }

    @Test
    void anExpiredSessionGivesItsPushTokenBack() {
        String push = unique("push");
        sessions.open(ann, token(), PHONE, Optional.of(push), Instant.now().minusMillis(1));
        sessions.open(ann, token(), PHONE, Optional.of(push), tomorrow);
        assertThat(sessions.pushTokens(ann)).containsExactly(push);
    }

    @Test
    void pushTokensAreForgottenOfOneUserOrOneByOne() {
        String phone = unique("phone");
        String tablet = "t".repeat(4_000) + unique("tablet");
        byte[] token = token();
        sessions.open(ann, token, PHONE, Optional.of(phone), tomorrow);
        sessions.open(ann, token(), PHONE, Optional.of(tablet), tomorrow);
        assertThat(sessions.pushTokens(ann)).containsExactly(phone, tablet);
        sessions.forgetPushToken(tablet);
        assertThat(sessions.pushTokens(ann)).containsExactly(phone);
        sessions.forgetPushTokensOf(bob);
        assertThat(sessions.pushTokens(ann)).containsExactly(phone);
        sessions.forgetPushTokensOf(ann);
        assertThat(sessions.pushTokens(ann)).isEmpty();
        assertThat(sessions.byTokenHash(token)).isPresent();
    }

    @Test
    void aUsersLiveSessionsAreListedTheLastOpenedFirst() {
        Session first = open(ann, token());
        Session ended = open(ann, token());
        Session last = open(ann, token());
        open(bob, token());
        sessions.open(ann, token(), PHONE, Optional.empty(), Instant.now().minusMillis(1));
        sessions.end(ended.id(), ann);
        assertThat(sessions.ofUser(ann)).containsExactly(last, first);
    }

    @Test
    void aRenewedSessionGoesByTheDeviceItWasRenewedOn() {
        Optional<String> push = Optional.of(unique("push"));
        Optional<String> tablet = Optional.of("tablet");
        sessions.open(ann, token(), PHONE, push, tomorrow);
        assertThat(sessions.open(ann, token(), tablet, push, tomorrow).session().device())
                .isEqualTo(tablet);
        assertThat(sessions.open(ann, token(), Optional.empty(), push, tomorrow).session().device())
                .isEqualTo(tablet);
    }

    @Test
    void allOtherSessionsOfAUserAreEndedAtOnce() {
        Session kept = open(ann, token());
        byte[] token = token();
        Optional<String> push = Optional.of(unique("push"));
        UUID ended = sessions.open(ann, token, PHONE, push, tomorrow).session().id();
        Session bobs = open(bob, token());
        assertThat(sessions.endOthers(ann, kept.id())).containsExactly(ended);
        assertThat(sessions.byTokenHash(token)).isEmpty();
        assertThat(sessions.pushTokens(ann)).isEmpty();
        assertThat(sessions.ofUser(ann)).containsExactly(kept);
        assertThat(sessions.ofUser(bob)).containsExactly(bobs);
        assertThat(sessions.endOthers(ann, kept.id())).isEmpty();
    }

    @Test
    void aSessionThatWasJustUsedIsGoneHoweverItEnds() {
        assertGone((user, session) -> sessions.end(session, user));
        assertGone((user, session) -> sessions.endOthers(user, UUID.randomUUID()));
        assertGone(
                (user, session) ->
                        storage.users().changePassword(user, "hash", "other", Optional.empty()));
        assertGone((user, session) -> storage.users().erase(user));
        assertGone(
                (user, session) -> {
                    for (int i = 0; i < Sessions.MOST_PER_USER; i++) {
                        open(user, token());
                    }
                });
    }

    private void assertGone(BiConsumer<Long, UUID> ending) {
        long user = user("Cid");
        byte[] token = token();
        UUID session = open(user, token).id();
        assertThat(sessions.byTokenHash(token)).isPresent();
        ending.accept(user, session);
        assertThat(sessions.byTokenHash(token)).isEmpty();
    }

    private Session open(long userId, byte[] token) {
        return sessions.open(userId, token, PHONE, Optional.empty(), tomorrow).session();
    }

    private static byte[] token() {
        return unique("").getBytes(UTF_8);
    }
}
