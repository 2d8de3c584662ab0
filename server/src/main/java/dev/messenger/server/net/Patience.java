package dev.messenger.server.net;

import io.netty.channel.Channel;

/// How long one connection is waited for: for a head from its first byte, for the next request, and
/// for bodies by their speed, measured span after span. A client that trickles, stalls or does not
/// read what it asked for is cut; our own work may take as long as it takes.
///
/// Called by [HttpHandler] on the event loop; at most one thing is waited for at a time.
final class Patience {

    private final Channel channel;
    private final ConnectionLimits limits;
    private final Deadline deadline;
    private boolean paused;

    Patience(Channel channel, ConnectionLimits limits) {
        this.channel = channel;
        this.limits = limits;
        this.deadline = new Deadline(channel.eventLoop());
    }

    void awaitHead() {
        deadline.set(limits.head(), channel::close);
    }

    void awaitNext() {
        deadline.set(limits.idle(), channel::close);
    }

    void awaitBody(Exchange exchange) {
        long before = exchange.received();
        paused = !channel.config().isAutoRead();
        deadline.set(
                limits.pace(),
                () -> {
                    if (exchange.hasArrived()) {
                        return;
                    }
                    long came = exchange.received() - before;
                    if (!paused && came < limits.bytesPerPace()) {
                        exchange.timeOut();
                    } else {
                        awaitBody(exchange);
                    }
                });
    }

    void awaitReader(ResponseWriter.Writing writing) {
        if (writing.done().isDone()) {
            return;
        }
        long before = writing.taken().getAsLong();
        deadline.set(
                limits.writing(),
                () -> {
                    if (writing.taken().getAsLong() - before < limits.bytesPerWriting()) {
                        // From before TLS, which would wait for its goodbye to be taken too.
                        channel.pipeline().firstContext().close();
                    } else {
                        awaitReader(writing);
                    }
                });
    }

    /// A client is not slow while we do not read.
    void readingPaused() {
        paused = true;
    }

    boolean waits() {
        return deadline.isSet();
    }

    void rest() {
        deadline.clear();
    }

    void end() {
        deadline.cancel();
    }
}
