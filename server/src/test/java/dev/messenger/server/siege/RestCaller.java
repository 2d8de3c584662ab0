package dev.messenger.server.siege;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Asks over HTTP for what takes the database, again and again, on four connections with a virtual
/// thread each.
final class RestCaller implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Queue<Talker.Answered> answers = new ConcurrentLinkedQueue<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    static RestCaller start(Besieged server) throws IOException {
        RestCaller caller = new RestCaller();
        for (int i = 0; i < CONNECTIONS; i++) {
            Line line = Line.secure(server, "127.0.0.3");
            Account me = Account.register(line, "caller" + i);
            caller.lines.add(line);
            caller.threads.add(Thread.ofVirtual().start(() -> caller.ask(line, me)));
        }
        return caller;
    }

    private void ask(Line line, Account me) {
        try {
            while (!stopped) {
                long began = System.nanoTime();
                int status = line.post("/avatar_download", "", Map.of("user_id", me.id())).status();
                long now = System.nanoTime();
                // 404 says that there is none: the database was asked.
                String how = Integer.toString(status == 404 ? 200 : status);
                answers.add(new Talker.Answered(now, now - began, how));
                LockSupport.parkNanos(PAUSE);
            }
        } catch (IOException e) {
            answers.add(new Talker.Answered(System.nanoTime(), 0, e.toString()));
        }
    }

    /// Waits for the last answers.
    void stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Queue<Talker.Answered> answers() {
        return answers;
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        for (Line line : lines) {
            line.close();
        }
    }
}
