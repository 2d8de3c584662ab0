package dev.messenger.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// What the server of this process logs as a warning or an error.
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    static Complaints listen() {
        Complaints complaints = new Complaints();
        complaints.setContext(complaints.root.getLoggerContext());
        complaints.start();
        complaints.root.addAppender(complaints);
        return complaints;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            complaints.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    }

    /// Those since the last call.
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (String one = complaints.poll(); one != null; one = complaints.poll()) {
            taken.add(one);
        }
        return taken;
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
