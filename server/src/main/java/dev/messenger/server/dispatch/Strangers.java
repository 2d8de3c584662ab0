package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Bounds what those who have not said who they are can make the server do at once, each address and
/// all together.
final class Strangers {

    private static final int MOST_AN_ADDRESS = 2;
    private static final int MOST = 16;

    private final Map<InetAddress, Integer> busy = new HashMap<>();
    private int all;

    interface Work<T> {
        T run() throws IOException;
    }

    /// Does the work, or throws [Rejected] `overloaded` at once.
    <T> T one(InetAddress client, Work<T> work) throws IOException {
        enter(client);
        try {
            return work.run();
        } finally {
            leave(client);
        }
    }

    private synchronized void enter(InetAddress client) {
        if (all >= MOST || busy.getOrDefault(client, 0) >= MOST_AN_ADDRESS) {
            throw Rejected.retryLater(
                    Reason.OVERLOADED,
                    "Too many uploads at once whose credentials follow the file. Send them first.",
                    Duration.ofSeconds(2));
        }
        all++;
        busy.merge(client, 1, Integer::sum);
    }

    private synchronized void leave(InetAddress client) {
        all--;
        busy.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }
}
