package dev.messenger.server.bench.sockets;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// [Conversations] in XMPP over WebSockets (RFC 7395). XMPP knows no answer that says that a message is
/// kept, but ejabberd archives it before it routes it: a message is answered when the first device of
/// its recipient has it, and delivered once to each.
final class XmppConversations implements Load {

    private static final String HOST = "localhost";
    private static final byte[] BODY = Scan.ascii("<body>");
    private static final int IN_FLIGHT = 64;

    private static final String OPEN =
            "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='%s' version='1.0'/>"
                    .formatted(HOST);

    private final List<Device> devices = new ArrayList<>();
    private final List<Writer> writers = new ArrayList<>();
    private Score score = Score.none();
    private int keep;
    private int turn;

    /// @param users their number is even; user `u1` writes to `u2` and back, `u3` to `u4`
    /// @param devices of each
    /// @param length of a message's content
    XmppConversations(int users, int devices, int length) {
        for (int i = 1; i <= users; i += 2) {
            Writer one = new Writer("u" + i, "u" + (i + 1), length);
            Writer other = new Writer("u" + (i + 1), "u" + i, length);
            one.peer = other;
            other.peer = one;
            writers.addAll(List.of(one, other));
            for (int device = 2; device <= devices; device++) {
                this.devices.add(new Device("u" + i, device));
                this.devices.add(new Device("u" + (i + 1), device));
            }
        }
        this.devices.addAll(writers);
    }

    static String password(String user) {
        return "password of " + user;
    }

    /// Connects all. On the main thread.
    void open(Client client) {
        client.open(devices, 16);
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

    private class Device extends ClientSocket {

        private final String user;
        private final int number;

        Device(String user, int number) {
            super(Visit.of("/ws", "xmpp", OPEN));
            this.user = user;
            this.number = number;
        }

        /// Authenticates, opens the stream again, binds a resource, and becomes available.
        @Override
        void early(ByteBuf frame, int at, int end) {
            String said = Scan.text(frame, at, end);
            if (said.contains("<failure") || said.contains("stream:error")) {
                live().completeExceptionally(new IOException(said));
            } else if (said.contains("<mechanisms")) {
                String plain = "\0" + user + "\0" + password(user);
                say(
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>"
                                .formatted(
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        plain.getBytes(StandardCharsets.UTF_8))));
            } else if (said.contains("<success")) {
                say(OPEN);
            } else if (said.contains("<iq")) {
                say("<presence xmlns='jabber:client'/>");
            } else if (said.contains("xmpp-bind")) {
                say(
                        ("<iq xmlns='jabber:client' type='set' id='b'>"
                                        + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                                        + "<resource>d%d</resource></bind></iq>")
                                .formatted(number));
            } else if (said.contains("<presence")) {
                live().complete(null);
            }
        }

        private void say(String text) {
            send(bytes(new Template(text).bytes()));
        }

        @Override
        void text(ByteBuf frame, int at, int end) {
            int body = Scan.after(BODY, frame, at, end);
            if (body >= 0) {
                received(Scan.hex(frame, body));
            }
        }

        void received(long due) {
            score.delivered(due);
        }
    }

    private final class Writer extends Device {

        private final Template message;
        private final int content;
        private Writer peer = this;
        private int unanswered;

        Writer(String user, String to, int length) {
            super(user, 1);
            this.message =
                    new Template(
                            ("<message xmlns='jabber:client' to='%s@%s' type='chat'>"
                                            + "<body>%016x%s</body></message>")
                                    .formatted(to, HOST, 0, "x".repeat(length - 16)));
            this.content = message.placeAfter("<body>");
        }

        void write(long due) {
            unanswered++;
            score.sent(due);
            message.hex(content, 16, due);
            send(bytes(message.bytes()));
        }

        void writeOn() {
            while (unanswered < keep) {
                write(System.nanoTime());
            }
        }

        @Override
        void received(long due) {
            super.received(due);
            peer.unanswered--;
            score.answered(due);
            peer.writeOn();
        }
    }
}
