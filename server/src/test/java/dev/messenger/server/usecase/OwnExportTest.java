package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ChatApi.PastMessage;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.ExportApi;
import dev.messenger.protocol.Reason;
import dev.messenger.storage.Append;
import dev.messenger.storage.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnExportTest extends WithRules {

    @Test
    void holdsTheAccountItsSessionsChatsAndFiles() {
        rules.storage.avatars().put(ann.userId(), "data:image/png;base64,AAAA");
        var session = rules.logIn("Ann").sessionId();
        rules.send(chat, ann, bob, "cat.png", new byte[7]);

        OwnExport.Export export = rules.export.of(ann);

        assertThat(export.profile())
                .isEqualTo(
                        new ExportApi.Profile(
                                ann.userId(),
                                "Ann",
                                "Ann",
                                rules.storage.users().createdAt(ann.userId()).orElseThrow(),
                                "data:image/png;base64,AAAA",
                                rules.now));
        assertThat(export.sections())
                .extracting(OwnExport.Section::name)
                .containsExactly("sessions", "chats", "messages", "files");
        assertThat(rows(export, "sessions"))
                .singleElement()
                .isInstanceOfSatisfying(
                        ExportApi.Session.class,
                        row -> assertThat(row.sessionId()).isEqualTo(session));
        assertThat(rows(export, "chats"))
                .containsExactly(new ExportApi.Chat(chat, bob.userId(), "Bob", 1, 0, 0, 0, 0));
        assertThat(rows(export, "files"))
                .singleElement()
                .isInstanceOfSatisfying(
                        ExportApi.File.class,
                        row -> {
                            assertThat(row.name()).isEqualTo("cat.png");
                            assertThat(row.size()).isEqualTo(7);
                        });
    }

    @Test
    void holdsEveryMessageOnceAndInOrderThoughItTakesManyPages() {
        long empty = rules.chat(ann, eve);
        Caller dave = rules.register("Dave");
        long last = rules.chat(ann, dave);
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 2 * OwnExport.PAGE; i++) {
            sent.add(rules.say(chat, i % 2 == 0 ? ann : bob, i % 2 == 0 ? bob : ann, "" + i).id());
        }
        sent.add(rules.say(last, dave, ann, "the last").id());

        List<PastMessage> rows = messages(rules.export.of(ann));

        assertThat(rows).extracting(PastMessage::id).containsExactlyElementsOf(sent);
        assertThat(rows).extracting(PastMessage::chatId).contains(chat, last).doesNotContain(empty);
    }

    @Test
    void holdsNothingOfOthersAndNothingThatWasDeleted() {
        long other = rules.chat(bob, eve);
        rules.say(other, bob, eve, "not Ann's");
        Message deleted = rules.say(chat, bob, ann, "deleted");
        rules.write(rules.messaging.archive(bob, new ClientFrame.ArchiveMessage(deleted.id())));
        rules.say(chat, ann, bob, "kept");
        long closed = rules.chat(ann, eve);
        rules.say(closed, eve, ann, "in a deleted chat");
        rules.write(new Append.ArchiveChat(closed, eve.userId()));

        assertThat(messages(rules.export.of(ann)))
                .extracting(PastMessage::content)
                .containsExactly("kept");
    }

    @Test
    void isRefusedToWhoIsGone() {
        rules.storage.users().erase(ann.userId());
        assertThat(refusal(() -> rules.export.of(ann))).isEqualTo(new Refused(Reason.UNAUTHORIZED));
    }

    private static List<PastMessage> messages(OwnExport.Export export) {
        return rows(export, "messages").stream()
                .map(row -> ((ExportApi.Message) row).row())
                .toList();
    }

    private static List<Object> rows(OwnExport.Export export, String section) {
        List<Object> rows = new ArrayList<>();
        export.sections().stream()
                .filter(it -> it.name().equals(section))
                .forEach(it -> it.pages().forEachRemaining(rows::addAll));
        return rows;
    }
}
