package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabApi;
import dev.messenger.protocol.LabApi.FaultOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A fault that the lab can make on a socket: in words to be shown, and how it is made.
///
/// @param promise what should hold nevertheless
/// @param check what is to be done and seen
/// @param seconds that it lasts, if nothing else is asked for
record FaultKind(
        String name,
        String title,
        String does,
        String promise,
        String check,
        long seconds,
        List<FaultOption> options,
        Function<Fault.Order, Fault> maker) {

    private static final long MOST_SECONDS = 90;

    /// All there are, in the order they are shown.
    private static final List<FaultKind> ALL =
            List.of(
                    new FaultKind(
                            "stall",
                            "Read stall",
                            "The server reads nothing from this connection.",
                            "Whatever is sent meanwhile is handled afterwards: all of it, and in order.",
                            "Send three messages now. No ack comes; when the fault ends, three acks come with"
                                    + " rising numbers.",
                            10,
                            List.of(),
                            StallFault::new),
                    new FaultKind(
                            "fragments",
                            "One-byte fragments",
                            "Of each read and write the first 512 bytes travel one by one.",
                            "TCP is a stream without borders: TLS and WebSocket put every frame together again.",
                            "Send a message. Its ack and the answer come whole; the wire shows how they came.",
                            10,
                            List.of(),
                            FragmentsFault::new),
                    new FaultKind(
                            "delay",
                            "Delay",
                            "Everything waits for a while, both ways.",
                            "Later, but in order, and once.",
                            "Send three messages. Each ack takes twice the delay longer, and their order is yours.",
                            10,
                            List.of(new FaultOption("millis", 50, 5_000, 500)),
                            DelayFault::new),
                    new FaultKind(
                            "half_open",
                            "Half-open connection",
                            "Everything is thrown away in silence, both ways, as when a cable is pulled. It ends in"
                                    + " a reset.",
                            "The client notices, comes back, and sends again what was not acked: each message is"
                                    + " stored once.",
                            "Send a message into the void. After the reset the client is back, and the message is"
                                    + " there once.",
                            15,
                            List.of(),
                            HalfOpenFault::new),
                    new FaultKind(
                            "reset",
                            "Reset",
                            "The connection is torn down at once (RST): no goodbye of TLS or WebSocket.",
                            "The client resumes where it was: what it missed comes once, what was not acked is sent"
                                    + " again.",
                            "The connection's state turns to lost, then to online; nothing is missing or double.",
                            1,
                            List.of(),
                            ResetFault::new),
                    new FaultKind(
                            "duplicate",
                            "Duplicated frame",
                            "The next new messages reach the server twice.",
                            "One message, one number: the second is recognised by its client_msg_id and acked with"
                                    + " dup.",
                            "Send a message. Two acks come with the same message_id and seq, the second with"
                                    + " dup:true; the chat shows it once.",
                            30,
                            List.of(new FaultOption("count", 1, 10, 1)),
                            DuplicateFault::new),
                    new FaultKind(
                            "lost_ack",
                            "Lost ack after commit",
                            "The next ack is thrown away after the message was committed, then the connection is"
                                    + " reset.",
                            "The client sends the message again under the same client_msg_id and is acked with dup:"
                                    + " it was stored once.",
                            "Send a message. The connection breaks, comes back, and the message stands there once.",
                            30,
                            List.of(),
                            LostAckFault::new),
                    new FaultKind(
                            "slow_reader",
                            "Slow reader",
                            "Nothing that the server writes leaves, and the socket counts as full.",
                            "Its chats fall silent, and the server's memory does not grow. Afterwards behind tells"
                                    + " the heads, and sync brings everything. After 30 s it would be closed.",
                            "Have somebody write to you. Nothing comes; when the fault ends, all of it does, in"
                                    + " order and once.",
                            10,
                            List.of(),
                            SlowReaderFault::new));

    static Optional<FaultKind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    static LabApi.Faults all() {
        return new LabApi.Faults(ALL.stream().map(FaultKind::described).toList());
    }

    private LabApi.FaultKind described() {
        return new LabApi.FaultKind(
                name, title, does, promise, check, seconds, MOST_SECONDS, options);
    }

    Fault make(Fault.Order order) {
        return maker.apply(order);
    }
}
