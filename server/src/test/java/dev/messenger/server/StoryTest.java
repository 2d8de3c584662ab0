package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two people chat, with clients that are not ours; every field of every frame is looked at.
@ExtendWith(SharedServer.class)
@Timeout(120)
final class StoryTest {

    private final TestServer server;
    private final Person ann;
    private final Person bob;

    StoryTest(TestServer server) {
        this.server = server;
        this.ann = server.register("Ann");
        this.bob = server.register("Bob");
    }

    @Test
    void theOriginalsClientsChat() throws IOException, InterruptedException {
        List<String> steps = NodeScript.play("original-client.mjs", server);

        assertThat(steps).last().asString().contains("\"done\"");
    }

    @Test
    void aNewChatShowsAtOnceOnAllSocketsOfBoth() {
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open();
                LiveSocket bobsOther = bob.open()) {
            long chat = ann.chatWith(bob);

            assertThat(anns.next()).isEqualTo(frame("update_chat", row(chat, bob)));
            assertThat(bobs.next()).isEqualTo(frame("update_chat", row(chat, ann)));
            assertThat(bobsOther.next()).isEqualTo(frame("update_chat", row(chat, ann)));
        }
    }

    @Test
    void aMessageIsSentEditedReadAndDeleted() {
        long chat = ann.chatWith(bob);
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open()) {
            anns.send(ann.message(chat, bob, "Hi"));
            Map<String, Object> sent = anns.next();
            assertThat(bobs.next()).isEqualTo(sent);
            long id = number(sent.get("message_id"));
            assertThat(sent).isEqualTo(newMessage(id, chat, ann, bob, "Hi", "", ""));

            anns.send(fields("type", "update_message", "message_id", id, "new_content", "Ho"));
            Map<String, Object> edited =
                    wire(
                            fields(
                                    "type",
                                    "updated_message",
                                    "message_id",
                                    id,
                                    "chat_id",
                                    chat,
                                    "sender_id",
                                    ann.id(),
                                    "recipient_id",
                                    bob.id(),
                                    "time_of_day",
                                    "2026-11-22T10:00:00.123Z",
                                    "new_content",
                                    "Ho",
                                    "is_edited",
                                    true,
                                    "file_name",
                                    "",
                                    "fileType",
                                    ""));
            assertThat(anns.next()).isEqualTo(edited);
            assertThat(bobs.next()).isEqualTo(edited);

            assertThat(bobs.chats()).containsExactly(row(chat, ann, "Ho", 1));
            assertThat(anns.chats()).containsExactly(row(chat, bob, "Ho", 0));

            bobs.send(fields("type", "is_readed_message", "message_id", id));
            Map<String, Object> read = readed(id, ann, bob);
            assertThat(anns.next()).isEqualTo(read);
            assertThat(bobs.next()).isEqualTo(read);
            assertThat(bobs.chats()).containsExactly(row(chat, ann, "Ho", 0));

            assertThat(ann.past(chat, 0))
                    .containsExactly(past(id, chat, ann, bob, "Ho", true, true, "", "", ""));

            bobs.send(fields("type", "archive_message", "deleting_message_id", id));
            Map<String, Object> deleted = wire(fields("type", "delete_message", "message_id", id));
            assertThat(anns.next()).isEqualTo(deleted);
            assertThat(bobs.next()).isEqualTo(deleted);
            server.rest()
                    .post("/get_past_messages", ann.signed("id", "chat_id", chat))
                    .isRefused(404, "not_found", "");
            assertThat(bobs.chats()).containsExactly(row(chat, ann));
        }
    }

    @Test
    void readingOneReadsAllBeforeIt() {
        long chat = ann.chatWith(bob);
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open()) {
            List<Long> ids = new java.util.ArrayList<>();
            for (String content : List.of("1", "2", "3")) {
                anns.send(ann.message(chat, bob, content));
                ids.add(number(anns.next().get("message_id")));
            }
            bobs.next(3);

            bobs.send(fields("type", "is_readed_message", "message_id", ids.get(1)));

            assertThat(anns.next(2))
                    .containsExactlyInAnyOrder(
                            readed(ids.get(0), ann, bob), readed(ids.get(1), ann, bob));
            assertThat(bobs.next(2)).hasSize(2);
            assertThat(bobs.chats()).containsExactly(row(chat, ann, "3", 1));

            bobs.send(fields("type", "is_readed_message", "message_id", ids.get(0)));

            assertThat(anns.next()).isEqualTo(readed(ids.get(0), ann, bob));
            anns.hasNothingElse();
        }
    }

    @Test
    void anImageComesBackByteForByte() {
        byte[] image = new byte[300 * 1024];
        new Random(1).nextBytes(image);
        long chat = ann.chatWith(bob);
        try (LiveSocket anns = ann.open();
                LiveSocket bobs = bob.open()) {
            String handle = ann.upload("Кот 1.JPeG", image);
            anns.send(ann.message(chat, bob, "look", "Кот 1.JPeG", handle));
            Map<String, Object> sent = bobs.next();
            long id = number(sent.get("message_id"));
            assertThat(sent)
                    .isEqualTo(newMessage(id, chat, ann, bob, "look", "Кот 1.JPeG", "image"));
            assertThat(anns.next()).isEqualTo(sent);
            assertThat(bob.past(chat, 0))
                    .containsExactly(
                            past(
                                    id,
                                    chat,
                                    ann,
                                    bob,
                                    "look",
                                    false,
                                    false,
                                    handle,
                                    "image",
                                    "Кот 1.JPeG"));

            Rest.Answer downloaded =
                    server.rest().post("/file_download", bob.signed("user_id", "message_id", id));

            assertThat(downloaded.status()).isEqualTo(200);
            assertThat(downloaded.bytes()).isEqualTo(image);
            assertThat(downloaded.header("Content-Type")).isEqualTo("image/jpeg");
            assertThat(downloaded.header("Content-Disposition"))
                    .startsWith("attachment; filename=\"")
                    .endsWith("filename*=UTF-8''%D0%9A%D0%BE%D1%82%201.JPeG");

            anns.send(fields("type", "archive_message", "deleting_message_id", id));
            bobs.next();
            server.rest()
                    .post("/file_download", bob.signed("user_id", "message_id", id))
                    .isRefused(404, "not_found", "message_id");
        }
    }

    @Test
    void aDeletedChatIsGoneForBothAndCanBeOpenedAnew() {
        for (Map<String, Object> deletion :
                List.of(
                        fields("type", "archive_chat"),
                        fields("type", "update_chat", "delete", true))) {
            long chat = ann.chatWith(bob);
            try (LiveSocket anns = ann.open();
                    LiveSocket bobs = bob.open()) {
                Map<String, Object> frame = new LinkedHashMap<>(deletion);
                frame.putAll(fields("chat_id", chat, "user_id", bob.id()));
                bobs.send(frame);

                Map<String, Object> deleted = wire(fields("type", "deleted_chat", "chat_id", chat));
                assertThat(anns.next()).isEqualTo(deleted);
                assertThat(bobs.next()).isEqualTo(deleted);
                assertThat(anns.chats()).isEmpty();
                assertThat(bobs.chats()).isEmpty();

                anns.send(ann.message(chat, bob, "still there?"));
                anns.isRefused("not_found", "chat_id");
                server.rest()
                        .post("/get_past_messages", ann.signed("id", "chat_id", chat))
                        .isRefused(404, "not_found", "chat_id");
                bobs.hasNothingElse();
            }
        }
        assertThat(ann.chatWith(bob)).isPositive();
    }

    @Test
    void theChatWithTheLatestMessageComesFirst() {
        Person eve = server.register("Eve");
        long withBob = ann.chatWith(bob);
        long withEve = ann.chatWith(eve);
        try (LiveSocket anns = ann.open()) {
            assertThat(anns.chats()).containsExactly(row(withEve, eve), row(withBob, bob));

            anns.send(ann.message(withBob, bob, "first"));
            anns.next();

            assertThat(anns.chats())
                    .containsExactly(row(withBob, bob, "first", 0), row(withEve, eve));
        }
    }

    @Test
    void formsAndTokensStandInForJsonAndPasswords() {
        Rest rest = server.rest();
        Map<String, Object> created =
                rest.postForm("/chat_creating", ann.signed("user_id_1", "user_id_2", bob.id()))
                        .json();

        Rest.Answer taken = rest.post("/chat_creating", bob.token(), Map.of("user_id_2", ann.id()));

        taken.isRefused(409, "chat_exists", "");
        assertThat(taken.body()).containsEntry("chat_id", created.get("chat_id"));
        rest.post(
                        "/chat_creating",
                        bob.token(),
                        Map.of("user_id_1", ann.id(), "user_id_2", bob.id()))
                .isRefused(403, "forbidden", "user_id_1");
    }

    private static Map<String, Object> frame(String type, Map<String, Object> fields) {
        Map<String, Object> frame = new LinkedHashMap<>(fields);
        frame.put("type", type);
        return frame;
    }

    private static Map<String, Object> newMessage(
            long id,
            long chat,
            Person sender,
            Person recipient,
            String content,
            String fileName,
            String fileType) {
        return wire(
                fields(
                        "type",
                        "new_message",
                        "message_id",
                        id,
                        "chat_id",
                        chat,
                        "sender_id",
                        sender.id(),
                        "recipient_id",
                        recipient.id(),
                        "content",
                        content,
                        "time_of_day",
                        "2026-11-22T10:00:00.123Z",
                        "is_readed",
                        false,
                        "is_edited",
                        false,
                        "file_name",
                        fileName,
                        "fileType",
                        fileType));
    }

    private static Map<String, Object> readed(long id, Person sender, Person reader) {
        return wire(
                fields(
                        "type",
                        "readed_message",
                        "message_id",
                        id,
                        "is_readed",
                        true,
                        "recipient_id",
                        reader.id(),
                        "sender_id",
                        sender.id()));
    }

    private static Map<String, Object> past(
            long id,
            long chat,
            Person sender,
            Person recipient,
            String content,
            boolean read,
            boolean edited,
            String file,
            String fileType,
            String fileName) {
        return wire(
                fields(
                        "id", id,
                        "chat_id", chat,
                        "sender_id", sender.id(),
                        "recipient_id", recipient.id(),
                        "content", content,
                        "time_stamp", "2026-11-22T10:00:00.123Z",
                        "is_readed", read,
                        "is_edited", edited,
                        "file", file,
                        "file_type", fileType,
                        "originalfile", fileName));
    }

    private static Map<String, Object> row(long chat, Person other) {
        return row(chat, other, "", 0);
    }

    private static Map<String, Object> row(long chat, Person other, String last, int unread) {
        return wire(
                fields(
                        "chat_id",
                        chat,
                        "id",
                        other.id(),
                        "user_name",
                        other.userName(),
                        "avatar",
                        false,
                        "last_message",
                        last,
                        "last_message_time",
                        last.isEmpty() ? "" : "2026-11-22T10:00:00.123Z",
                        "not_readed_messages",
                        unread));
    }

    /// The same with numbers as a JSON reader makes them.
    private static Map<String, Object> wire(Map<String, Object> fields) {
        return Rest.object(Rest.json(fields));
    }
}
