package dev.messenger.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of the server that are open, closed in the reverse of the order they were opened in.
///
/// Filled by the thread that starts the server, closed by that thread or the one that stops it.
final class Opened implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable closeable) {}

    synchronized <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /// Closes every part even if closing another one fails.
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closeable().close();
                LOG.debug("event=closed part={}", part.name());
            } catch (Exception e) {
                LOG.error("event=close_failed part={}", part.name(), e);
            }
        }
    }
}
