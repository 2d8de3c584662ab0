package dev.messenger.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsersTest extends StorageContract {

    private final Users users = storage.users();

    UsersTest(StorageKind kind) {
        super(kind);
    }

    @Test
    void anAccountIsFoundByIdAndByLogin() {
        String login = unique("Ann");
        long id = users.register(login, "Ann Élise", "hash").orElseThrow();
        Optional<User> ann = Optional.of(new User(id, login, "Ann Élise", "hash"));
        assertThat(users.byId(id)).isEqualTo(ann);
        assertThat(users.byLogin(login)).isEqualTo(ann);
    }

    @Test
    void anUnknownAccountIsNotFound() {
        assertThat(users.byId(Long.MAX_VALUE)).isEmpty();
        assertThat(users.byLogin(unique("nobody"))).isEmpty();
    }

    @Test
    void aLoginIsOneAccountWhateverItsCase() {
        String login = unique("straße");
        users.register(login, "First", "hash");
        assertThat(users.register(login.replace("straße", "STRASSE"), "Second", "hash")).isEmpty();
        assertThat(users.byLogin(login.replace("straße", "Strasse")))
                .hasValueSatisfying(user -> assertThat(user.userName()).isEqualTo("First"));
    }

    @Test
    void aHashIsReplacedOnlyWhileItIsTheOldOne() {
        long id = user("Ann");
        users.replacePasswordHash(id, "another", "stolen");
        assertThat(users.byId(id).orElseThrow().passwordHash()).isEqualTo("hash");
        users.replacePasswordHash(id, "hash", "new");
        assertThat(users.byId(id).orElseThrow().passwordHash()).isEqualTo("new");
    }

    @Test
    void aChangedPasswordEndsTheOtherSessions() {
        long id = user("Ann");
        UUID kept = session(id, "kept");
        UUID other = session(id, "other");
        assertThat(users.changePassword(id, "hash", "new", Optional.of(kept)))
                .contains(List.of(other));
        assertThat(users.byId(id).orElseThrow().passwordHash()).isEqualTo("new");
        assertThat(storage.sessions().ofUser(id)).extracting(Session::id).containsExactly(kept);
        assertThat(users.changePassword(id, "new", "newer", Optional.empty()))
                .contains(List.of(kept));
    }

    @Test
    void aPasswordIsNotChangedByWhoKnowsAnOlderOne() {
        long id = user("Ann");
        UUID session = session(id, "phone");
        assertThat(users.changePassword(id, "older", "new", Optional.empty())).isEmpty();
        assertThat(users.byId(id).orElseThrow().passwordHash()).isEqualTo("hash");
        assertThat(storage.sessions().ofUser(id)).extracting(Session::id).containsExactly(session);
    }

    @Test
    void anErasedAccountIsGoneAndItsLoginFree() {
        String login = unique("Ann");
        String name = unique("name");
        long ann = users.register(login, name, "hash").orElseThrow();
        long bob = user("Bob");
        UUID session = session(ann, "phone");
        storage.avatars().put(ann, "image");
        Talk talk = talk(ann, bob);

        assertThat(users.erase(ann)).containsExactly(session);

        assertThat(users.byId(ann)).isEmpty();
        assertThat(users.byLogin(login)).isEmpty();
        assertThat(found(name)).isEmpty();
        assertThat(storage.avatars().get(ann)).isEmpty();
        assertThat(storage.sessions().ofUser(ann)).isEmpty();
        assertThat(storage.chats().summary(talk.chatId(), bob).orElseThrow())
                .isEqualTo(
                        new ChatSummary(
                                talk.chatId(), ann, Users.ERASED_NAME, false, Optional.empty(), 0));
        assertThat(storage.chats().create(ann, bob)).isEqualTo(new Chats.Creation.NoSuchUser());
        assertThat(users.register(login, "Another", "hash")).isPresent();
        assertThat(users.erase(ann)).isEmpty();
    }

    private UUID session(long userId, String push) {
        return storage.sessions()
                .open(
                        userId,
                        unique("token").getBytes(UTF_8),
                        Optional.empty(),
                        Optional.of(unique(push)),
                        Instant.now().plusSeconds(60))
                .session()
                .id();
    }

    @Test
    void searchFindsPartsOfNamesInAnyCaseOfAnyScript() {
        String name = unique("Борис Ünal ");
        long id = user(name);
        assertThat(users.search(name.substring(1).replace("орис Ünal", "ОРИС ÜNAL"), 50))
                .containsExactly(new Users.Found(id, name, false));
    }

    @Test
    void searchTakesWildcardsAndBackslashesLiterally() {
        String tag = unique("");
        long percent = user("100%" + tag);
        long underscore = user("1_0" + tag);
        long backslash = user("1\\0" + tag);
        user("1000" + tag);
        assertThat(found("0%" + tag)).containsExactly(percent);
        assertThat(found("1_0" + tag)).containsExactly(underscore);
        assertThat(found("\\0" + tag)).containsExactly(backslash);
        assertThat(found("%" + tag + "%")).isEmpty();
    }

    @Test
    void searchReturnsTheLowestIdsUpToTheLimit() {
        String name = unique("name");
        List<Long> ids = List.of(user(name), user(name), user(name));
        assertThat(found(name)).isEqualTo(ids);
        assertThat(users.search(name, 2)).extracting(Users.Found::id).isEqualTo(ids.subList(0, 2));
        assertThat(users.search("", 2)).hasSize(2);
    }

    @Test
    void searchTellsWhoHasAnAvatar() {
        String name = unique("name");
        storage.avatars().put(user(name), "image");
        user(name);
        assertThat(users.search(name, 50))
                .extracting(Users.Found::hasAvatar)
                .containsExactly(true, false);
    }

    @Test
    void anAvatarIsKeptByteForByteUntilItIsDeleted() {
        long id = user("Ann");
        assertThat(storage.avatars().get(id)).isEmpty();
        assertThat(storage.avatars().delete(id)).isFalse();
        storage.avatars().put(id, "first");
        String image = "data:image/png;base64,AAAA\r\n é";
        storage.avatars().put(id, image);
        assertThat(storage.avatars().get(id)).contains(image);
        assertThat(storage.avatars().delete(id)).isTrue();
        assertThat(storage.avatars().get(id)).isEmpty();
    }

    private List<Long> found(String partOfName) {
        return users.search(partOfName, 50).stream().map(Users.Found::id).toList();
    }
}
