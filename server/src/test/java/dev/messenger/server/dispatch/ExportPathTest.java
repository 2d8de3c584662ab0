package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Limits;
import dev.messenger.storage.Message;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ExportPathTest extends WithRest {

    @Test
    void answersOneJsonDocumentToBeSaved() {
        Message message = rules.say(chat, ann, bob, "h\u00ef");
        Answer answer = export("GET", bearer("Ann"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/json; charset=utf-8")
                .containsEntry(
                        "Content-Disposition", "attachment; filename=\"messenger-export.json\"");
        assertThat(answer.json().keySet())
                .map(Object::toString)
                .containsExactly("profile", "sessions", "chats", "messages", "files");
        assertThat(answer.text())
                .startsWith("{\"profile\":{\"id\":%d,\"login\":\"Ann\",".formatted(ann.userId()))
                .contains(
                        """
                        "chats":[{"chat_id":%d,"user_id":%d,"user_name":"Bob","last_seq":1,\
                        "delivered_seq":0,"read_seq":0,"other_delivered_seq":0,\
                        "other_read_seq":0}],\
                        "messages":[{"id":%d,"chat_id":%d,"sender_id":%d,"recipient_id":%d,\
                        "content":"h\u00ef","time_stamp":"2026-11-22T12:00:00.000Z",\
                        "is_readed":false,"is_edited":false,"file":"","file_type":"",\
                        "originalfile":"","seq":1}],"files":[]}"""
                                .formatted(
                                        chat,
                                        bob.userId(),
                                        message.id(),
                                        chat,
                                        ann.userId(),
                                        bob.userId()));
    }

    @Test
    void rowsOfAnyNumberOfPagesAreOneList() {
        for (int i = 0; i < 250; i++) {
            rules.say(chat, ann, bob, "" + i);
        }
        assertThat((List<?>) export("GET", bearer("Bob")).json().get("messages")).hasSize(250);
    }

    @Test
    void neitherTokenNorHashIsInIt() {
        Map<String, String> bearer = bearer("Ann");
        assertThat(export("GET", bearer).text())
                .contains("\"session_id\"")
                .doesNotContain("token", "hash", "password")
                .doesNotContain(bearer.values().iterator().next().substring("Bearer ".length()));
    }

    @Test
    void onlyATokenOpensIt() {
        assertRefused(export("GET", Map.of()), 401, "unauthorized");
        assertRefused(
                export("GET", Map.of("Authorization", "Bearer nonsense")), 401, "unauthorized");
    }

    @Test
    void aHeadOfItIsNotWorthTheReading() {
        Answer answer = export("HEAD", bearer("Ann"));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", "GET");
    }

    @Test
    void anAccountMayAskThreeTimesAtOnce() {
        rest = new Rest(rules, Limits.standard());
        Map<String, String> anns = bearer("Ann");
        for (int i = 0; i < 3; i++) {
            assertThat(export("GET", anns).status()).isEqualTo(200);
        }
        Answer fourth = export("GET", anns);
        assertRefused(fourth, 429, "rate_limited");
        assertThat(Integer.parseInt(fourth.headers().getOrDefault("Retry-After", "0")))
                .isBetween(1, 600);
        assertThat(export("GET", bearer("Bob")).status()).isEqualTo(200);
    }

    private Answer export(String method, Map<String, String> headers) {
        return rest.send(
                method, "/v2/export", headers, OptionalLong.empty(), InputStream.nullInputStream());
    }
}
