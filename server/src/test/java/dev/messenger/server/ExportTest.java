package dev.messenger.server;

import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// All of one's own, taken along in one document.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class ExportTest {

    private static final int MANY = 5_000;
    private static final int AT_ONCE = 500;

    private final TestServer server;
    private final Person ann;
    private final Person bob;
    private final long chat;

    ExportTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
        this.chat = ann.chatWith(bob);
    }

    @Test
    void holdsThousandsOfMessagesEachOnceAndInOrder() {
        try (LiveSocket anns = ann.open()) {
            for (int i = 0; i < MANY; i += AT_ONCE) {
                for (int j = i; j < i + AT_ONCE; j++) {
                    anns.send(ann.message(chat, bob, "message " + j));
                }
                anns.next(AT_ONCE);
            }
        }

        Rest.Answer answer = export(bob);

        assertThat(answer.response().version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"messenger-export.json\"");
        Map<String, Object> document = answer.json();
        assertThat(document.keySet())
                .containsExactly("profile", "sessions", "chats", "messages", "files");
        assertThat(rows(document, "messages"))
                .extracting(row -> row.get("content"))
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(i -> (Object) ("message " + i)).toList());
        assertThat(rows(document, "messages"))
                .extracting(row -> number(row.get("seq")))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, MANY).mapToObj(i -> (long) i).toList());
        assertThat(rows(document, "chats"))
                .singleElement()
                .satisfies(row -> assertThat(number(row.get("chat_id"))).isEqualTo(chat))
                .satisfies(row -> assertThat(number(row.get("last_seq"))).isEqualTo(MANY))
                .satisfies(row -> assertThat(row).containsEntry("user_name", "Ann"));
    }

    @Test
    void namesOnesFilesAndOneself() {
        String handle = ann.upload("cat.png", new byte[1_234]);

        Map<String, Object> document = export(ann).json();

        assertThat(rows(document, "files"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsEntry("service_file", handle)
                                        .containsEntry("name", "cat.png")
                                        .containsEntry("size", 1_234)
                                        .containsKey("created_at"));
        assertThat(String.valueOf(document.get("profile")))
                .contains("login=" + ann.login(), "user_name=Ann", "avatar=");
    }

    private Rest.Answer export(Person person) {
        return server.rest()
                .send(
                        server.rest()
                                .request("/v2/export", "application/json")
                                .header("Authorization", "Bearer " + person.token())
                                .GET());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> document, String section) {
        return (List<Map<String, Object>>)
                java.util.Objects.requireNonNull(document.get(section), section);
    }
}
