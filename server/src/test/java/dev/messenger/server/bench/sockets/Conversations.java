package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.sockets.People.Pair;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// People who write to each other in pairs, each on a number of devices. A message is answered by its
/// `ack`, which means that it is on disk, and delivered once to each other device of the two.
///
/// As a client should, each device reports once a second what it has received.
final class Conversations implements Load {

    /// Frames of one client that may be unanswered, as the `welcome` says.
    private static final int IN_FLIGHT = 64;

    private static final byte[] CONTENT = Scan.ascii("\"content\":\"");
    private static final byte[] SEQ = Scan.ascii("\"seq\":");
    private static final byte[] CODE = Scan.ascii("\"code\":\"");
    private static final int REF = "{\"type\":\"ack\",\"ref\":\"".length();
    private static final int REF_OF_FAILURE = "{\"type\":\"error\",\"ref\":\"".length();

    /// What tells the types of frames apart.
    private static final int TYPE = "{\"type\":\"".length();

    private static final int REPORTS_A_SECOND = 20;

    private final List<Device> devices = new ArrayList<>();
    private final List<Writer> writers = new ArrayList<>();
    private final long run = System.nanoTime();
    private Score score = Score.none();
    private int keep;
    private int turn;
    private int reporting;
    private long written;

    private Conversations() {}

    /// @param devices of each person; the first of them writes
    /// @param length of a message's content
    static Conversations of(List<Pair> pairs, int devices, int length) {
        Conversations conversations = new Conversations();
        for (Pair pair : pairs) {
            conversations.join(pair.visitOfLow(), pair.chatId(), devices, length);
            conversations.join(pair.visitOfHigh(), pair.chatId(), devices, length);
        }
        return conversations;
    }

    /// To a server that knows nobody, and no chats.
    static Conversations ofStrangers(int pairs, int devices, int length) {
        Conversations conversations = new Conversations();
        for (int i = 0; i < 2 * pairs; i++) {
            conversations.join(Visit.ofStranger(), 1, devices, length);
        }
        return conversations;
    }

    private void join(Visit visit, long chatId, int devices, int length) {
        Writer writer = new Writer(visit, chatId, length);
        writers.add(writer);
        this.devices.add(writer);
        for (int i = 1; i < devices; i++) {
            this.devices.add(new Device(visit, chatId));
        }
    }

    /// Connects all. On the main thread.
    void open(Client client) {
        client.open(devices, 32);
        client.loop()
                .scheduleAtFixedRate(
                        this::report,
                        0,
                        TimeUnit.SECONDS.toMillis(1) / REPORTS_A_SECOND,
                        TimeUnit.MILLISECONDS);
    }

    List<? extends ClientSocket> sockets() {
        return devices;
    }

    @Override
    public void send(long due) {
        turn = (turn + 1) % writers.size();
        Writer writer = writers.get(turn);
        if (writer.unanswered < IN_FLIGHT) {
            writer.write(due);
        } else {
            score.held(due);
        }
    }

    @Override
    public void keep(int unanswered) {
        keep = unanswered;
        writers.forEach(Writer::writeOn);
    }

    @Override
    public void countIn(Score next) {
        score = next;
    }

    private void report() {
        for (int i = reporting; i < devices.size(); i += REPORTS_A_SECOND) {
            devices.get(i).report();
        }
        reporting = (reporting + 1) % REPORTS_A_SECOND;
    }

    private class Device extends ClientSocket {

        private final long chatId;
        private long seq;
        private long reported;

        Device(Visit visit, long chatId) {
            super(visit);
            this.chatId = chatId;
        }

        @Override
        void text(ByteBuf frame, int at, int end) {
            switch (frame.getByte(at + TYPE)) {
                case 'n' -> {
                    seq = Scan.decimal(frame, Scan.after(SEQ, frame, at, end));
                    score.delivered(Scan.hex(frame, Scan.after(CONTENT, frame, at, end)));
                }
                case 'a' -> acknowledged(Scan.hex(frame, at + REF));
                case 'e' -> {
                    int code = Scan.after(CODE, frame, at, end);
                    int length = frame.bytesBefore(code, end - code, (byte) '"');
                    refused(
                            Scan.hex(frame, at + REF_OF_FAILURE),
                            Scan.text(frame, code, code + length));
                }
                case 'r' -> {
                    // What others report.
                }
                default -> throw new IllegalStateException(Scan.text(frame, at, end));
            }
        }

        void acknowledged(long due) {
            throw new IllegalStateException("acknowledged, and never written: " + due);
        }

        void refused(long due, String code) {
            throw new IllegalStateException("refused, and never written: " + due + " " + code);
        }

        void report() {
            if (seq > reported && live().isDone()) {
                reported = seq;
                String text =
                        "{\"type\":\"received\",\"chats\":{\"%d\":%d}}".formatted(chatId, seq);
                send(bytes(new Template(text).bytes()));
            }
        }
    }

    private final class Writer extends Device {

        private final Template message;
        private final int ref;
        private final int key;
        private final int content;
        private int unanswered;

        Writer(Visit visit, long chatId, int length) {
            super(visit, chatId);
            this.message =
                    new Template(
                            ("{\"type\":\"new_message\",\"ref\":\"%016x\",\"client_msg_id\":"
                                            + "\"%08x-0000-4000-8000-%012x\",\"chat_id\":%d,"
                                            + "\"content\":\"%016x%s\"}")
                                    .formatted(
                                            0, (int) run, 0, chatId, 0, "x".repeat(length - 16)));
            this.ref = message.placeAfter("\"ref\":\"");
            this.key = message.placeAfter("-8000-");
            this.content = message.placeAfter("\"content\":\"");
        }

        void write(long due) {
            unanswered++;
            score.sent(due);
            message.hex(ref, 16, due);
            message.hex(key, 12, ++written);
            message.hex(content, 16, due);
            send(bytes(message.bytes()));
        }

        void writeOn() {
            while (unanswered < keep) {
                write(System.nanoTime());
            }
        }

        @Override
        void acknowledged(long due) {
            unanswered--;
            score.answered(due);
            writeOn();
        }

        @Override
        void refused(long due, String code) {
            unanswered--;
            score.refused(due, code);
            writeOn();
        }
    }
}
