package dev.messenger.server.bench.sockets;

import io.netty.buffer.ByteBuf;

/// One who writes long messages to somebody who is not there. On the client's event loop.
final class Monologue extends ClientSocket implements Load {

    private static final int TYPE = "{\"type\":\"".length();

    private final Template message;
    private Score score = Score.none();
    private long due;
    private long written = System.nanoTime();

    Monologue(Visit visit, long chatId, int length) {
        super(visit);
        this.message =
                new Template(
                        ("{\"type\":\"new_message\",\"ref\":\"1\",\"client_msg_id\":"
                                        + "\"00000000-0000-4000-8000-000000000000\","
                                        + "\"chat_id\":%d,\"content\":\"%s\"}")
                                .formatted(chatId, "x".repeat(length)));
    }

    @Override
    public void send(long when) {
        due = when;
        score.sent(when);
        message.hex(message.placeAfter("-8000-"), 12, ++written);
        send(bytes(message.bytes()));
    }

    /// Waits for nobody.
    @Override
    public void keep(int unanswered) {
        throw new UnsupportedOperationException("keep: " + unanswered);
    }

    @Override
    public void countIn(Score next) {
        score = next;
    }

    @Override
    void text(ByteBuf frame, int at, int end) {
        if (frame.getByte(at + TYPE) == 'a') {
            score.answered(due);
        }
    }
}
