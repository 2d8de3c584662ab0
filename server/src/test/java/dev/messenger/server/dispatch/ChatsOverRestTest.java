package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Limits;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.storage.Message;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `/v2/chats` and what is below it: rows as in the frames, for a session's token alone.
@Timeout(30)
final class ChatsOverRestTest extends WithRest {

    private static final String KEY = "0190a000-0000-7000-8000-000000000001";

    private Map<String, String> anns;
    private Map<String, String> eves;
    private String messages;
    private String events;

    @BeforeEach
    void signIn() {
        anns = bearer("Ann");
        eves = bearer("Eve");
        messages = "/v2/chats/" + chat + "/messages";
        events = "/v2/chats/" + chat + "/events";
    }

    @Test
    void theListHasARowAChatWithItsHeadAndTheMarksOfBoth() {
        rules.say(chat, bob, ann, "hi");
        assertAnswered(
                rest.get("/v2/chats", anns),
                """
                {"epoch":"%s","chats":[{"chat_id":%d,"id":%d,"user_name":"Bob","avatar":false,\
                "last_message":"hi","last_message_time":"2026-11-22T12:00:00.000Z",\
                "not_readed_messages":1,"last_seq":1,"receipts":[\
                {"user_id":%d,"delivered_seq":0,"read_seq":0},\
                {"user_id":%d,"delivered_seq":0,"read_seq":0}]}]}"""
                        .formatted(
                                rules.storage.epoch(),
                                chat,
                                bob.userId(),
                                ann.userId(),
                                bob.userId()));
        assertAnswered(
                rest.get("/v2/chats", eves),
                "{\"epoch\":\"" + rules.storage.epoch() + "\",\"chats\":[]}");
    }

    @Test
    void aMessageIsTheFrameThatTellsOfIt() {
        Message said = rules.send(chat, bob, ann, "Ü.MP4", new byte[] {1});
        String row =
                """
                {"type":"new_message","message_id":%d,"chat_id":%d,"seq":1,"sender_id":%d,\
                "recipient_id":%d,"content":"","time_of_day":"2026-11-22T12:00:00.000Z",\
                "is_readed":false,"is_edited":false,"file_name":"Ü.MP4","fileType":"video",\
                "file":"%s","client_msg_id":"%s"}"""
                        .formatted(
                                said.id(),
                                chat,
                                bob.userId(),
                                ann.userId(),
                                said.file().orElseThrow().handle(),
                                said.clientMsgId());
        assertAnswered(
                rest.get(messages, anns),
                "{\"messages\":[" + row + "],\"last_seq\":1,\"more\":false}");
        assertAnswered(
                rest.get(events, anns), "{\"events\":[" + row + "],\"last_seq\":1,\"more\":false}");
    }

    @Test
    void everyNumberIsAnEventToldAsTheChatIsNow() {
        Message edited = rules.say(chat, ann, bob, "first");
        Message gone = rules.say(chat, ann, bob, "gone");
        rules.write(rules.messaging.edit(ann, new ClientFrame.UpdateMessage(edited.id(), "now")));
        rules.write(rules.messaging.archive(bob, new ClientFrame.ArchiveMessage(gone.id())));
        assertThat(types(rest.get(events, anns)))
                .containsExactly(
                        "new_message 1",
                        "delete_message 2",
                        "updated_message 3",
                        "delete_message 4");
        assertThat(rest.get(events, anns).text()).doesNotContain("first").doesNotContain("gone\"");

        rules.write(rules.chats.archive(bob, new Command.ArchiveChat(Optional.empty(), chat)));
        assertThat(types(rest.get(events + "?after_seq=3", anns)))
                .containsExactly("delete_message 4", "deleted_chat 5");
        assertRefused(rest.get(messages, anns), 404, "not_found", "chat_id");
    }

    @Test
    void pagesJoinWithoutAHoleAndSayWhetherThereAreMore() {
        for (int i = 1; i <= 7; i++) {
            rules.say(chat, ann, bob, "message " + i);
        }
        List<String> up = new ArrayList<>();
        Answer page;
        do {
            page = rest.get(events + "?limit=3&after_seq=" + up.size(), anns);
            up.addAll(types(page));
            assertThat(page.json().get("last_seq")).isEqualTo(7);
        } while (Boolean.TRUE.equals(page.json().get("more")));
        assertThat(up).hasSize(7).doesNotHaveDuplicates().endsWith("new_message 7");

        List<String> down = new ArrayList<>();
        do {
            page = rest.get(messages + "?before_seq=" + (8 - down.size()) + "&limit=3", anns);
            down.addAll(types(page));
        } while (Boolean.TRUE.equals(page.json().get("more")));
        assertThat(down).isEqualTo(up.reversed());
    }

    @ParameterizedTest
    @CsvSource({"messages, 50, 300", "events, 100, 500"})
    void aPageHasSoManyRowsUnlessAskedAndAtMostSoMany(String what, int usual, int most) {
        for (int i = 0; i <= most; i++) {
            rules.say(chat, ann, bob, "");
        }
        String path = "/v2/chats/" + chat + "/" + what;
        assertThat(types(rest.get(path, anns))).hasSize(usual);
        assertThat(types(rest.get(path + "?limit=" + most, anns))).hasSize(most);
        assertRefused(rest.get(path + "?limit=" + (most + 1), anns), 400, "out_of_range", "limit");
    }

    @ParameterizedTest
    @CsvSource({
        "messages?limit=0,             out_of_range, limit",
        "messages?limit=,              invalid_type, limit",
        "messages?limit,               invalid_type, limit",
        "messages?limit=1.5,           invalid_type, limit",
        "messages?limit=%2B5,          invalid_type, limit",
        "messages?limit=+5,            invalid_type, limit",
        "messages?limit=0x10,          invalid_type, limit",
        "messages?limit=%D9%A3,        invalid_type, limit",
        "messages?limit=5%00,          invalid_type, limit",
        "messages?before_seq=0,        out_of_range, before_seq",
        "messages?before_seq=-1,       out_of_range, before_seq",
        "messages?before_seq=9007199254740992, out_of_range, before_seq",
        "messages?before_seq=99999999999999999999, invalid_type, before_seq",
        "events?after_seq=-1,          out_of_range, after_seq",
        "events?after_seq=x,           invalid_type, after_seq",
        "events?limit=0,               out_of_range, limit",
        "events?wait=-1,               out_of_range, wait",
        "events?wait=26,               out_of_range, wait",
        "events?wait=1s,               invalid_type, wait",
    })
    void aBadParameterIsNamed(String query, String code, String field) {
        assertRefused(rest.get("/v2/chats/" + chat + "/" + query, anns), 400, code, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1&limit=1", "limit=1&%6Cimit=2", "a=%", "a=%zz", "a=%C3"})
    void whatIsNoQueryIs400(String query) {
        assertRefused(rest.get(messages + "?" + query, anns), 400, "invalid_form");
        assertRefused(rest.get(events + "?" + query, anns), 400, "invalid_form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%6Cimit=%31", "limit=1&other=%F0%9F%98%80", "&&limit=1&", "limit=001"})
    void aQueryMayBeEncodedAndHoldWhatNobodyKnows(String query) {
        rules.say(chat, ann, bob, "one");
        rules.say(chat, ann, bob, "two");
        assertThat(types(rest.get(messages + "?" + query, anns))).hasSize(1);
    }

    @Test
    void aMessageIsSentAndAnsweredAsOnASocket() {
        Message first = rules.say(chat, bob, ann, "hi");
        String handle = rules.upload(ann, "cat.png", new byte[] {1}).serviceFile();
        Answer answer =
                rest.json(
                        messages,
                        """
                        {"client_msg_id":"%s","content":"hello","reply_to":%d,"file":"%s",\
                        "file_name":"dog.png","time_of_day":"2026-11-22T10:00:00Z","type":"x",\
                        "chat_id":999,"ref":"7"}"""
                                .formatted(KEY, first.id(), handle),
                        anns);
        Message sent = newest();
        assertAnswered(
                answer,
                """
                {"type":"ack","client_msg_id":"%s","message_id":%d,"chat_id":%d,"seq":2,\
                "time_of_day":"2026-11-22T10:00:00.000Z"}"""
                        .formatted(KEY, sent.id(), chat));
        assertThat(sent.content()).isEqualTo("hello");
        assertThat(sent.senderId()).isEqualTo(ann.userId());
        assertThat(sent.replyTo()).hasValue(first.id());
        assertThat(sent.file().orElseThrow().name()).isEqualTo("dog.png");
    }

    @Test
    void aResendIsAnsweredLikeTheFirstTimeAndStoresNothing() {
        String body = "{\"client_msg_id\":\"" + KEY + "\",\"content\":\"once\"}";
        Answer first = rest.json(messages, body, anns);
        String dump = rules.storage.dump();
        Answer again = rest.json(messages, body, anns);
        assertAnswered(again, first.text().replaceAll("}$", ",\"dup\":true}"));
        assertThat(again.status()).isEqualTo(200);
        assertRefused(
                rest.json(messages, body.replace("once", "twice"), anns),
                409,
                "client_msg_id_reused",
                "client_msg_id");
        assertThat(rules.storage.dump()).isEqualTo(dump);
    }

    @Test
    void aResendOverASocketIsKnownToo() {
        rest.json(messages, "{\"client_msg_id\":\"" + KEY + "\",\"content\":\"once\"}", anns);
        Command.NewMessage frame =
                new Command.NewMessage(
                        Optional.of("7"),
                        java.util.UUID.fromString(KEY),
                        chat,
                        "once",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        rules.write(rules.messaging.send(ann, frame));
        assertThat(rules.storage.numbers(chat)).containsExactly(1L);
    }

    @Test
    void oneMessageComesOfManySendingItAtOnce() {
        String body = "{\"client_msg_id\":\"" + KEY + "\",\"content\":\"once\"}";
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Answer>> sending = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            sending.add(
                    CompletableFuture.supplyAsync(
                            () -> {
                                await(start);
                                return rest.json(messages, body, anns);
                            },
                            Thread::startVirtualThread));
        }
        start.countDown();
        List<Answer> answers = sending.stream().map(CompletableFuture::join).toList();
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers).filteredOn(answer -> !answer.text().contains("\"dup\"")).hasSize(1);
        assertThat(answers)
                .allMatch(answer -> answer.text().contains("\"message_id\":" + newest().id()));
        assertThat(rules.storage.numbers(chat)).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({
        "reply_to,       999,      404, not_found, reply_to",
        "reply_to,       0,        400, out_of_range, reply_to",
        "file,           '\"x\"',  404, not_found, service_file",
        "file_name,      '\"x\"',  400, missing_field, file",
        "client_msg_id,  '\"1\"',  400, invalid_value, client_msg_id",
    })
    void whatCannotBeSentIsRefused(
            String field, String value, int status, String code, String named) {
        String body =
                "{\"content\":\"\",\"client_msg_id\":\"%s\",\"%s\":%s}"
                        .formatted(KEY, field, value);
        if (field.equals("client_msg_id")) {
            body = "{\"content\":\"\",\"client_msg_id\":" + value + "}";
        }
        assertRefused(rest.json(messages, body, anns), status, code, named);
        assertThat(rules.storage.numbers(chat)).isEmpty();
    }

    @Test
    void whatAnAccountMayAskForIsLimitedAsFramesAre() {
        Limits off = Limits.off();
        Limits two =
                new Limits(
                        RateLimit.of(0.001, 2),
                        off.searches(),
                        off.registrations(),
                        off.exports(),
                        off.wrongPasswords());
        Rest limited = new Rest(rules, two);
        String body = "{\"client_msg_id\":\"" + KEY + "\",\"content\":\"\"}";
        assertThat(limited.get(messages, anns).status()).isEqualTo(200);
        assertThat(limited.json(messages, body, anns).status()).isEqualTo(200);
        for (Answer refused :
                List.of(
                        limited.get(messages, anns),
                        limited.get(events, anns),
                        limited.json(messages, body, anns))) {
            assertRefused(refused, 429, "rate_limited");
            assertThat(refused.headers()).containsKey("Retry-After");
        }
        assertRefused(limited.get(messages, eves), 404, "not_found", "chat_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999",
                "0",
                "-1",
                "x",
                "01",
                "1e3",
                "%31",
                "9007199254740993",
                "99999999999999999999999"
            })
    void aChatOfOthersIsAnsweredLikeOneThatIsNot(String id) {
        rules.say(chat, ann, bob, "hi");
        String body = "{\"client_msg_id\":\"" + KEY + "\",\"content\":\"\"}";
        String dump = rules.storage.dump();
        for (String what : List.of("/messages", "/events", "/events?wait=25")) {
            Answer others = rest.get("/v2/chats/" + chat + what, eves);
            assertRefused(others, 404, "not_found", "chat_id");
            assertThat(rest.get("/v2/chats/" + id + what, eves).text()).isEqualTo(others.text());
        }
        Answer others = rest.json(messages, body, eves);
        assertRefused(others, 404, "not_found", "chat_id");
        assertThat(rest.json("/v2/chats/" + id + "/messages", body, eves).text())
                .isEqualTo(others.text());
        assertThat(rules.storage.dump()).isEqualTo(dump);
    }

    @Test
    void withoutATokenItIs401() {
        for (String path :
                List.of("/v2/chats", messages, events, "/v2/files/1", "/v2/users/1/avatar")) {
            assertRefused(rest.get(path, Map.of()), 401, "unauthorized");
            assertRefused(
                    rest.get(path, Map.of("Authorization", "Bearer wrong")), 401, "unauthorized");
        }
        assertRefused(
                rest.json(messages, and(ann("id"), Map.of("client_msg_id", KEY, "content", ""))),
                401,
                "unauthorized");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v2/chats, GET",
        "DELETE, /v2/chats/1/messages, 'GET, POST'",
        "POST, /v2/chats/1/events, GET",
        "POST, /v2/files/1, GET",
        "PUT, /v2/users/1/avatar, GET"
    })
    void wrongMethodIs405AndSaysWhichIsRight(String method, String path, String allowed) {
        Answer answer =
                rest.send(method, path, anns, OptionalLong.of(0), InputStream.nullInputStream());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", allowed);
    }

    @Test
    void whatIsThereIsAnsweredWithoutWaiting() {
        rules.say(chat, bob, ann, "hi");
        assertThat(types(rest.get(events + "?wait=25", anns))).containsExactly("new_message 1");
        assertThat(rest.waiters.chats()).isZero();
    }

    @Test
    void aWaitInVainEndsInTimeWithNothing() {
        rules.say(chat, bob, ann, "hi");
        long began = System.nanoTime();
        assertAnswered(
                rest.get(events + "?after_seq=1&wait=1", anns),
                "{\"events\":[],\"last_seq\":1,\"more\":false}");
        assertThat(System.nanoTime() - began).isBetween(1_000_000_000L, 20_000_000_000L);
        assertThat(rest.waiters.chats()).isZero();
    }

    @Test
    void aWaitEndsWhenItsClientGoesAway() {
        Departure departure = new Departure();
        Head head =
                new Head(
                        "GET",
                        events,
                        "wait=25",
                        name -> anns.get(name),
                        InetAddress.getLoopbackAddress(),
                        departure);
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(
                        () -> rest.send(head, OptionalLong.of(0), InputStream.nullInputStream()),
                        Thread::startVirtualThread);
        departure.happened();
        assertThat(waiting.join().status()).isEqualTo(200);
        assertThat(rest.waiters.chats()).isZero();
    }

    @Test
    void aWaitEndsWhenTheServerDoes() {
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(
                        () -> rest.get(events + "?wait=25", anns), Thread::startVirtualThread);
        rest.waiters.close();
        assertAnswered(waiting.join(), "{\"events\":[],\"last_seq\":0,\"more\":false}");
    }

    private Message newest() {
        return rules.storage.messages().newestFirst(chat, 0, 1).getFirst();
    }

    /// Type and number of each row of a page, whichever kind of page it is.
    private static List<String> types(Answer page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        String rows = page.json().containsKey("events") ? "events" : "messages";
        return ((List<?>) Objects.requireNonNull(page.json().get(rows)))
                .stream()
                        .map(row -> (Map<?, ?>) row)
                        .map(row -> row.get("type") + " " + row.get("seq"))
                        .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
