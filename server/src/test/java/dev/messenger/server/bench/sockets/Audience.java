package dev.messenger.server.bench.sockets;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// One person writes, and each message goes to many sockets: answered when the last of them has it.
final class Audience implements Load {

    private static final byte[] CONTENT = Scan.ascii("\"content\":\"");
    private static final int TYPE = "{\"type\":\"".length();

    /// Digits of the content: when the message was due, and its number.
    private static final int DIGITS = 16;

    private static final int IN_FLIGHT = 64;

    /// Of a content, in all.
    private static final int LENGTH = 200;

    private static final String FILLING = "0".repeat(2 * DIGITS) + "x".repeat(LENGTH - 2 * DIGITS);
    private static final String KEY = "00000000-0000-4000-8000-";

    private final Speaker speaker;
    private final List<Listener> listeners = new ArrayList<>();

    /// How many have each of the messages that are under way, by number, around its end.
    private final int[] arrived = new int[IN_FLIGHT];

    private final int expected;
    private Score score = Score.none();
    private int keep;
    private int unanswered;
    private long written;

    /// @param message what the speaker sends, with a content of two times sixteen zeros and more
    /// @param expected of the listeners, how many are waited for
    Audience(Visit speaker, Template message, List<Visit> listeners, int expected) {
        this.speaker = new Speaker(speaker, message);
        listeners.forEach(visit -> this.listeners.add(new Listener(visit)));
        this.expected = expected;
    }

    /// What a client sends.
    static Template message(long chatId) {
        return new Template(
                ("{\"type\":\"new_message\",\"ref\":\"1\",\"client_msg_id\":\"%s000000000000\","
                                + "\"chat_id\":%d,\"content\":\"%s\"}")
                        .formatted(KEY, chatId, FILLING));
    }

    /// What it becomes on its way, as long as the server makes it.
    static Template event() {
        return new Template(
                ("{\"type\":\"new_message\",\"message_id\":1000,\"chat_id\":100,\"seq\":1000,"
                                + "\"sender_id\":100,\"recipient_id\":101,\"content\":\"%s\","
                                + "\"time_of_day\":\"2026-11-22T10:00:00.000Z\",\"is_readed\":false,"
                                + "\"is_edited\":false,\"file_name\":\"\",\"fileType\":\"\","
                                + "\"client_msg_id\":\"%s000000000000\"}")
                        .formatted(FILLING, KEY));
    }

    /// The speaker last: whoever is there before it gets all it says.
    List<? extends ClientSocket> sockets() {
        List<ClientSocket> all = new ArrayList<>(listeners);
        all.add(speaker);
        return all;
    }

    List<? extends ClientSocket> listeners() {
        return listeners;
    }

    @Override
    public void send(long due) {
        if (unanswered < IN_FLIGHT) {
            speaker.speak(due);
        } else {
            score.held(due);
        }
    }

    @Override
    public void keep(int most) {
        keep = most;
        speakOn();
    }

    private void speakOn() {
        while (unanswered < keep) {
            speaker.speak(System.nanoTime());
        }
    }

    @Override
    public void countIn(Score next) {
        score = next;
    }

    private void arrived(long due, long number) {
        score.delivered(due);
        int slot = (int) (number % IN_FLIGHT);
        arrived[slot]++;
        if (arrived[slot] == expected) {
            arrived[slot] = 0;
            unanswered--;
            score.answered(due);
            speakOn();
        }
    }

    private final class Listener extends ClientSocket {

        Listener(Visit visit) {
            super(visit);
        }

        @Override
        void text(ByteBuf frame, int at, int end) {
            byte type = frame.getByte(at + TYPE);
            if (type == 'n') {
                int content = Scan.after(CONTENT, frame, at, end);
                arrived(Scan.hex(frame, content), Scan.hex(frame, content + DIGITS));
            } else if (type != 'r') {
                throw new IllegalStateException(Scan.text(frame, at, end));
            }
        }
    }

    private final class Speaker extends ClientSocket {

        private final Template message;
        private final int key;
        private final int content;

        Speaker(Visit visit, Template message) {
            super(visit);
            this.message = message;
            this.key = message.placeAfter(KEY);
            this.content = message.placeAfter("\"content\":\"");
        }

        void speak(long due) {
            unanswered++;
            written++;
            score.sent(due);
            message.hex(content, DIGITS, due);
            message.hex(content + DIGITS, DIGITS, written);
            message.hex(key, 12, written);
            send(bytes(message.bytes()));
        }

        @Override
        void text(ByteBuf frame, int at, int end) {
            if (frame.getByte(at + TYPE) == 'e') {
                throw new IllegalStateException(Scan.text(frame, at, end));
            }
        }
    }
}
