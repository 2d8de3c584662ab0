package dev.messenger.server.bench.profile;

import dev.messenger.server.bench.contest.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the server does with its time, told by a method on the stack: the innermost that is known here
/// says it, so that a buffer copied by the frame decoder counts for frames, and one copied by the driver
/// for PostgreSQL.
enum Place {
    WAIT("kernel: asks what has arrived", "io.netty.channel.epoll.Native.epollWait"),
    WAKE(
            "kernel: wakes a thread",
            "io.netty.channel.epoll.Native.eventFd",
            "java.util.concurrent.locks.LockSupport.unpark",
            "jdk.internal.misc.Unsafe.unpark",
            "java.lang.VirtualThread.submit",
            "java.util.concurrent.ForkJoinPool.signalWork"),
    SLEEP(
            "kernel: lets a thread wait",
            "java.util.concurrent.locks.LockSupport.park",
            "jdk.internal.misc.Unsafe.park",
            "java.lang.VirtualThread.",
            "java.util.concurrent.ForkJoin"),
    RECEIVE(
            "kernel: reads the socket",
            "io.netty.channel.unix.Socket.recv",
            "io.netty.channel.unix.Socket.read",
            "io.netty.channel.unix.FileDescriptor.read"),
    SEND(
            "kernel: writes to the socket",
            "io.netty.channel.unix.Socket.send",
            "io.netty.channel.unix.Socket.write",
            "io.netty.channel.unix.FileDescriptor.write"),
    CONNECT(
            "kernel: accepts and closes",
            "io.netty.channel.unix.Socket.accept",
            "io.netty.channel.unix.FileDescriptor.close",
            "io.netty.channel.unix.Socket.shutdown",
            "io.netty.channel.unix.Socket.set",
            "io.netty.channel.epoll.Native.epollCtl"),
    SEAL(
            "TLS: seals",
            "io.netty.internal.tcnative.SSL.write",
            "io.netty.handler.ssl.SslHandler.wrap",
            "io.netty.handler.ssl.SslHandler.flush",
            "io.netty.handler.ssl.SslHandler.write"),
    OPEN(
            "TLS: handshakes, opens",
            "io.netty.internal.tcnative.",
            "io.netty.handler.ssl.",
            "dev.messenger.server.net.Tls"),
    HTTP(
            "HTTP: heads, bodies, upgrade",
            "io.netty.handler.codec.http.Http",
            "io.netty.handler.codec.http.DefaultHttp",
            "dev.messenger.server.net.Http",
            "dev.messenger.server.net.Request",
            "dev.messenger.server.net.Response",
            "dev.messenger.server.net.Exchange",
            "dev.messenger.server.net.WebSocketUpgrade",
            "dev.messenger.server.net.Upgrade",
            "dev.messenger.server.net.Intake",
            "dev.messenger.server.net.WholeBody",
            "dev.messenger.server.dispatch."),
    FRAME(
            "WebSocket: frames",
            "io.netty.handler.codec.http.websocketx.",
            "dev.messenger.server.net.FrameHandler",
            "dev.messenger.server.net.Text",
            "dev.messenger.server.net.ControlFrames"),
    JSON("JSON", "dev.messenger.protocol.", "tools.jackson.", "com.fasterxml.jackson."),
    DATABASE(
            "PostgreSQL: statements, driver, its socket",
            "org.postgresql.",
            "com.zaxxer.hikari.",
            "dev.messenger.storage."),
    WRITER(
            "writer: queue, batch",
            "dev.messenger.server.delivery.ChatWriter",
            "dev.messenger.server.delivery.Writer",
            "dev.messenger.server.delivery.Writes",
            "dev.messenger.server.delivery.ExpectedWait"),
    PUBLISH(
            "fan-out: order, addressing, encoding",
            "dev.messenger.server.delivery.Aftermath",
            "dev.messenger.server.delivery.Fanout",
            "dev.messenger.server.delivery.Publication",
            "dev.messenger.server.delivery.Feed",
            "dev.messenger.server.delivery.Line",
            "dev.messenger.server.delivery.Peer",
            "dev.messenger.server.delivery.Pushes",
            "dev.messenger.server.net.Encoded",
            "dev.messenger.server.net.OpenSocket",
            "dev.messenger.server.net.Backlog",
            "dev.messenger.server.net.Reached",
            "dev.messenger.server.net.Lane",
            "dev.messenger.server.net.Registry"),
    RULES("rules", "dev.messenger.server.usecase."),
    CONVERSATION("conversation: inbox, order, receipts", "dev.messenger.server.delivery."),
    ACCEPT("connections: limits, pipeline", "dev.messenger.server.net."),
    COUNT("counting", "dev.messenger.server.meter.", "dev.messenger.server.metrics."),
    LOOP("Netty: loop, pipeline", "io.netty.channel.", "io.netty.util.concurrent."),
    OTHER("other code");

    private final String words;
    private final Pattern methods;

    /// @param methods how their names begin, class and all
    Place(String words, String... methods) {
        this.words = words;
        this.methods =
                Pattern.compile(
                        Arrays.stream(methods)
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|")));
    }

    /// The place of a stack.
    ///
    /// @param stack names of methods with their classes, the innermost first
    static Place of(List<String> stack) {
        return stack.stream().flatMap(method -> known(method).stream()).findFirst().orElse(OTHER);
    }

    /// In the order of the declarations: what is special comes before what is general.
    private static Optional<Place> known(String method) {
        return Arrays.stream(values())
                .filter(place -> place != OTHER && place.methods.matcher(method).lookingAt())
                .findFirst();
    }

    /// Processor time for each operation.
    Metric metric() {
        return new Metric(words, "µs");
    }
}
