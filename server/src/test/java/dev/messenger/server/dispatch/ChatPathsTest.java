package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.storage.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `/chat_creating` and `/get_past_messages`: what WIRE's table says, to the letter.
final class ChatPathsTest extends WithRest {

    @Test
    void newChatIsAnsweredWithItsIdAndToldToBothUsersSockets() {
        Answer answer = create(eve.userId());
        Object id = answer.json().get("chat_id");
        assertAnswered(answer, "{\"message\":\"The chat is created.\",\"chat_id\":" + id + "}");
        assertThat(rest.sockets.delivered)
                .extracting(Outcome.Deliver::userIds)
                .containsExactly(List.of(ann.userId()), List.of(eve.userId()));
        assertThat(rest.sockets.delivered)
                .flatExtracting(Outcome.Deliver::legacy)
                .hasSize(2)
                .allMatch(ServerFrame.UpdateChat.class::isInstance);
    }

    @Test
    void chatThatExistsIs409WithItsId() {
        Answer answer = create(bob.userId());
        assertThat(answer.text())
                .isEqualTo(
                        "{\"code\":\"chat_exists\",\"message\":\"You have a chat already.\","
                                + "\"chat_id\":"
                                + chat
                                + "}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(rest.sockets.delivered).isEmpty();
    }

    @Test
    void chatWithNobodyOrWithOneselfIs404() {
        assertRefused(create(999), 404, "not_found", "user_id_2");
        assertRefused(create(ann.userId()), 404, "not_found", "user_id_2");
    }

    @Test
    void chatInAnothersNameIs401() {
        Map<String, Object> body =
                and(ann("user_id_1"), Map.of("user_id_1", eve.userId(), "user_id_2", 2));
        assertRefused(rest.json("/chat_creating", body), 401, "unauthorized");
    }

    @Test
    void historyHasElevenFieldsAMessageNewestFirst() {
        Message plain = rules.say(chat, ann, bob, "hi \u2603");
        Message file = rules.send(chat, bob, ann, "Ü.MP4", new byte[] {1});
        String handle = file.file().orElseThrow().handle();
        String common =
                "{\"id\":%d,\"chat_id\":"
                        + chat
                        + ",\"sender_id\":%d,\"recipient_id\":%d,\"content\":\"%s\","
                        + "\"time_stamp\":\"2026-11-22T12:00:00.000Z\",\"is_readed\":false,"
                        + "\"is_edited\":false,";
        assertAnswered(
                history(Map.of()),
                "["
                        + common.formatted(file.id(), bob.userId(), ann.userId(), "")
                        + "\"file\":\""
                        + handle
                        + "\",\"file_type\":\"video\",\"originalfile\":\"Ü.MP4\"},"
                        + common.formatted(plain.id(), ann.userId(), bob.userId(), "hi \u2603")
                        + "\"file\":\"\",\"file_type\":\"\",\"originalfile\":\"\"}]");
        assertThat(history(Map.of("offset", 1)).text()).doesNotContain(handle).contains("hi");
        assertThat(history(Map.of("offset", "1")).text()).doesNotContain(handle).contains("hi");
    }

    @Test
    void historyWithoutMessagesIs404() {
        assertRefused(history(Map.of()), 404, "not_found");
        rules.say(chat, ann, bob, "hi");
        assertRefused(history(Map.of("offset", 1)), 404, "not_found");
    }

    @Test
    void historyOfOthersIsAnsweredLikeOneThatIsNot() {
        rules.say(chat, ann, bob, "hi");
        Map<String, Object> body = signed("id", eve, "Eve");
        Answer others = rest.json("/get_past_messages", and(body, Map.of("chat_id", chat)));
        Answer none = rest.json("/get_past_messages", and(body, Map.of("chat_id", 999)));
        assertRefused(others, 404, "not_found", "chat_id");
        assertThat(others.text()).isEqualTo(none.text());
    }

    @Test
    void historyWithWrongCredentialsIs401() {
        assertRefused(history(Map.of("password", "wrong")), 401, "unauthorized");
        assertRefused(history(Map.of("id", bob.userId())), 401, "unauthorized");
    }

    private Answer create(long other) {
        return rest.json("/chat_creating", and(ann("user_id_1"), Map.of("user_id_2", other)));
    }

    private Answer history(Map<String, ?> more) {
        return rest.json("/get_past_messages", and(and(ann("id"), Map.of("chat_id", chat)), more));
    }
}
