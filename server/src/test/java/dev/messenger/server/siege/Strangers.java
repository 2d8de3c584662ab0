package dev.messenger.server.siege;

import java.io.IOException;
import java.util.Map;
import java.util.function.IntFunction;

/// Whether a stranger can tell, by the clock, what exists from what does not.
///
/// Each question is asked of something that is there, of another such thing, and of nothing, in turn.
/// The first two show the noise. That the answers are the same is `StrangersTest`'s.
final class Strangers {

    private static final int SAMPLES = Integer.getInteger("siege.samples", 1_000);

    /// Of what takes bcrypt's time.
    private static final int LOGINS = Math.min(SAMPLES, 300);

    private static final String ADDRESS = "127.0.0.5";
    private static final long NOTHING = 2_000_000_000;

    private final Besieged server;
    private final Table table;

    Strangers(Besieged server, Table table) {
        this.server = server;
        this.table = table;
    }

    /// Ids of two things of others, and one of nothing.
    private record Ids(long one, long another) {

        long of(int which) {
            return switch (which) {
                case 0 -> one;
                case 1 -> another;
                default -> NOTHING;
            };
        }
    }

    void besiege() throws IOException {
        try (Line line = Line.secure(server, ADDRESS)) {
            Account ann = Account.register(line, "ann");
            Account bob = Account.register(line, "bob");
            Account carl = Account.register(line, "carl");
            Account eve = Account.register(line, "eve");
            Ids users = new Ids(bob.id(), carl.id());
            Ids chats = new Ids(ann.chatWith(line, bob), ann.chatWith(line, carl));
            Ids messages;
            try (Line anns = Line.secure(server, ADDRESS).upgrade(ann.token())) {
                messages =
                        new Ids(
                                say(anns, ann, chats.one, bob),
                                say(anns, ann, chats.another, carl));
            }
            rest(line, eve, users, chats, messages);
            try (Line eves = Line.secure(server, ADDRESS).upgrade(eve.token())) {
                frames(eves, eve, users, chats, messages);
            }
        }
    }

    private static long say(Line line, Account from, long chat, Account to) throws IOException {
        line.send(message(from, chat, to.id()));
        return line.next().json().get("message_id").asLong();
    }

    private static Map<String, Object> message(Account from, long chat, long to) {
        return Map.of(
                "type", "new_message",
                "chat_id", chat,
                "sender_id", from.id(),
                "recipient_id", to,
                "content", "hello",
                "time_of_day", "2026-11-22T10:00:00.000Z",
                "file_name", "",
                "service_file", "");
    }

    private void rest(Line line, Account eve, Ids users, Ids chats, Ids messages)
            throws IOException {
        String[] logins = {"bob", "carl", "who"};
        asks(
                line,
                "/login with a wrong password",
                LOGINS,
                "/login",
                "",
                it -> Map.of("login", logins[it], "password", "wrong horse"));
        asks(
                line,
                "/avatar_download",
                SAMPLES,
                "/avatar_download",
                "",
                it -> Map.of("user_id", users.of(it)));
        asks(
                line,
                "/get_past_messages",
                SAMPLES,
                "/get_past_messages",
                eve.token(),
                it -> Map.of("chat_id", chats.of(it), "offset", 0));
        asks(
                line,
                "/file_download",
                SAMPLES,
                "/file_download",
                eve.token(),
                it -> Map.of("message_id", messages.of(it)));
        asks(
                line,
                "/chat_creating in another's name",
                SAMPLES,
                "/chat_creating",
                eve.token(),
                it -> Map.of("user_id_1", users.of(it), "user_id_2", eve.id()));
    }

    private void asks(
            Line line,
            String name,
            int samples,
            String path,
            String token,
            IntFunction<Map<String, Object>> body)
            throws IOException {
        Timing.of(
                        samples,
                        which -> {
                            Line.Answer answer = line.post(path, token, body.apply(which));
                            if (answer.status() < 400) {
                                throw new IllegalStateException(answer.text());
                            }
                        })
                .into(table, name);
    }

    private void frames(Line socket, Account eve, Ids users, Ids chats, Ids messages)
            throws IOException {
        sends(socket, it -> message(eve, chats.of(it), users.one));
        for (String type : new String[] {"update_chat", "archive_chat"}) {
            sends(socket, it -> Map.of("type", type, "chat_id", chats.of(it), "user_id", eve.id()));
        }
        sends(
                socket,
                it ->
                        Map.of(
                                "type", "update_message",
                                "message_id", messages.of(it),
                                "new_content", "hi"));
        sends(
                socket,
                it -> Map.of("type", "archive_message", "deleting_message_id", messages.of(it)));
        sends(socket, it -> Map.of("type", "is_readed_message", "message_id", messages.of(it)));
    }

    private void sends(Line socket, IntFunction<Map<String, Object>> frame) throws IOException {
        Timing.of(
                        SAMPLES,
                        which -> {
                            Line.Frame answer = socket.send(frame.apply(which)).next();
                            while (answer.code() == Line.PING) {
                                answer = socket.next();
                            }
                            if (!answer.json().get("type").asString().equals("error")) {
                                throw new IllegalStateException(answer.json().toString());
                            }
                        })
                .into(table, "frame " + frame.apply(0).get("type"));
    }
}
