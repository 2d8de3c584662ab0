package dev.messenger.server;

import static dev.messenger.server.Person.fields;
import static dev.messenger.server.Person.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Somebody who writes to a chat of theirs, edits and deletes, over Part 2. Used on one thread at a time;
/// what is chosen depends on the writer's index alone.
final class Writer {

    /// Sent without waiting for answers.
    private static final int BURST = 32;

    private final Person me;
    private final long chat;
    private final int index;
    private final Random random;
    private final List<Long> messages = new ArrayList<>();

    Writer(Person me, Person other, int index) {
        this.me = me;
        this.chat = me.chatWith(other);
        this.index = index;
        this.random = new Random(index);
    }

    long chat() {
        return chat;
    }

    int index() {
        return index;
    }

    void post(int count) {
        try (LiveSocket socket = open()) {
            post(socket, count);
        }
    }

    /// Makes so many changes: of four, three are messages, the others edits and deletions of any.
    void write(int changes) {
        try (LiveSocket socket = open()) {
            for (int left = changes; left > 0; left -= Math.min(left, BURST)) {
                int burst = Math.min(left, BURST);
                int posts = (burst * 3 + 3) / 4;
                post(socket, posts);
                change(socket, burst - posts);
            }
        }
    }

    private LiveSocket open() {
        LiveSocket socket = LiveSocket.openResumable(me.rest(), me, "");
        socket.send(fields("type", "hello", "token", me.token()));
        while (!"synced".equals(socket.next().get("type"))) {
            // Nothing else is asked for.
        }
        return socket;
    }

    private void post(LiveSocket socket, int count) {
        for (int i = 0; i < count; i++) {
            socket.send(
                    fields(
                            "type",
                            "new_message",
                            "client_msg_id",
                            UUID.randomUUID().toString(),
                            "chat_id",
                            chat,
                            "content",
                            "message " + random.nextInt()));
        }
        for (Map<String, Object> ack : acks(socket, count)) {
            messages.add(number(ack.get("message_id")));
        }
    }

    private void change(LiveSocket socket, int count) {
        for (int i = 0; i < count; i++) {
            int which = random.nextInt(messages.size());
            if (random.nextBoolean()) {
                socket.send(
                        fields(
                                "type",
                                "update_message",
                                "message_id",
                                messages.get(which),
                                "new_content",
                                "edited " + random.nextInt()));
            } else {
                socket.send(
                        fields(
                                "type",
                                "archive_message",
                                "deleting_message_id",
                                messages.remove(which)));
            }
        }
        acks(socket, count);
    }

    private static List<Map<String, Object>> acks(LiveSocket socket, int count) {
        List<Map<String, Object>> acks = socket.next(count);
        assertThat(acks).allSatisfy(ack -> assertThat(ack).containsEntry("type", "ack"));
        return acks;
    }
}
