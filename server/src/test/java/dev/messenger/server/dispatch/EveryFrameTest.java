package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.BadInput.Case;
import dev.messenger.server.dispatch.BadInput.Field;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.Refusals;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for all frames alike: the socket lives as long as only [Rejected] is thrown.
final class EveryFrameTest extends WithRest {

    static final List<String> TYPES = Operations.TYPES;

    @ParameterizedTest
    @FieldSource("TYPES")
    void badFieldIsRefusedNamedAndStoresNothing(String type) {
        Map<String, Field> fields = fields(type);
        int cases = BadInput.inJson(fields).size();
        for (int i = 0; i < cases; i++) {
            Case bad = BadInput.inJson(fields).get(i);
            String dump = rules.storage.dump();
            Throwable refusal = catchThrowable(() -> handle(typed(type, bad.json())));
            if (refusal == null) {
                assertThat(bad.expected()).as(bad.toString()).isEmpty();
                // It used up what the next one needs: the upload, the message, the chat.
                fields = fields(type);
                continue;
            }
            assertThat(refusal).as(bad.toString()).isInstanceOf(Rejected.class);
            Rejected rejected = (Rejected) refusal;
            bad.expected()
                    .ifPresent(
                            reason ->
                                    assertThat(rejected.reason())
                                            .as(bad.toString())
                                            .isEqualTo(reason));
            assertThat(rejected.field()).as(bad.toString()).contains(bad.field());
            assertThat(rules.storage.dump()).as(bad.toString()).isEqualTo(dump);
        }
        handle(typed(type, BadInput.json(BadInput.good(fields(type)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "5.5",
                "true",
                "\"\"",
                "\"x\"",
                "[]",
                "[\"get_chats\"]",
                "{}",
                "\"GET_CHATS\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"java.lang.String\"",
                "\"hello\"",
                "\"error\""
            })
    void typeThatIsNoneIsRefusedAndNamed(String type) {
        Rejected refusal = refusal("{\"type\":" + type + ",\"user_id\":" + ann.userId() + "}");
        assertThat(refusal.reason())
                .isIn(Reason.UNKNOWN_TYPE, Reason.MISSING_FIELD, Reason.INVALID_TYPE);
        assertThat(refusal.field()).contains("type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "[{\"type\":\"get_chats\"}]",
                "{\"type\":\"get_chats\",\"user_id\":1} {}",
                "{\"type\":\"get_chats\",\"type\":\"get_chats\"}"
            })
    void whatIsNoJsonObjectIsRefused(String text) {
        assertThat(refusal(text).reason()).isEqualTo(Reason.INVALID_JSON);
    }

    @Test
    void frameOfSomebodyElsesIsRefusedAndStoresNothing() {
        for (String type : TYPES) {
            String frame = typed(type, BadInput.json(BadInput.good(fields(type))));
            String dump = rules.storage.dump();
            Throwable refusal =
                    catchThrowable(
                            () -> act(frames().handle(eve, Json.read(frame, ClientFrame.class))));
            assertThat(refusal).as(type).isInstanceOf(Rejected.class);
            assertThat(((Rejected) refusal).reason())
                    .as(type)
                    .isIn(Reason.FORBIDDEN, Reason.NOT_FOUND);
            assertThat(rules.storage.dump()).as(type).isEqualTo(dump);
        }
    }

    private Map<String, Field> fields(String type) {
        chat =
                rules.storage.chats().create(ann.userId(), bob.userId())
                                instanceof Chats.Creation.Created(long anew)
                        ? anew
                        : chat;
        String handle =
                type.equals("new_message")
                        ? rules.upload(ann, "a.png", new byte[] {1}).serviceFile()
                        : "";
        long message =
                switch (type) {
                    case "update_message", "archive_message" ->
                            rules.say(chat, ann, bob, "hi").id();
                    case "is_readed_message" -> rules.say(chat, bob, ann, "hi").id();
                    default -> 0;
                };
        return Operations.frame(type, cast(), message, "a.png", handle);
    }

    private static String typed(String type, String json) {
        return Operations.typed(type, json);
    }

    private Frames frames() {
        return new Frames(rules.messaging, rules.chats);
    }

    private void handle(String frame) {
        act(frames().handle(ann, Json.read(frame, ClientFrame.class)));
    }

    /// Does what the frame leads to, down to the refusal that the chat's writer may find.
    private void act(Outcome outcome) {
        if (outcome instanceof Outcome.Write write
                && rules.write(write) instanceof Appended.Refused(var reason)) {
            throw Refusals.explain(write.append(), reason);
        }
    }

    private Rejected refusal(String frame) {
        Throwable refusal = catchThrowable(() -> handle(frame));
        assertThat(refusal).isInstanceOf(Rejected.class);
        return (Rejected) refusal;
    }
}
