package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
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
