package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Frame;
import dev.messenger.server.usecase.Caller;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// A socket whose loop and workers are the test's own thread, and whose time does not pass by itself.
final class FakeLine implements Line {

    final List<Frame> written = new ArrayList<>();
    final List<CloseCode> closed = new ArrayList<>();
    final Queue<Runnable> tasks = new ArrayDeque<>();
    final Queue<Runnable> timers = new ArrayDeque<>();
    boolean writable = true;

    /// Does what was handed over, and what comes of it.
    void runAll() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /// So much time passes that every timer that is set now is due.
    void pass() {
        for (int i = timers.size(); i > 0; i--) {
            timers.remove().run();
        }
        runAll();
    }

    @Override
    public void run(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.add(task);
    }

    @Override
    public void runAtOnce(Runnable task) {
        task.run();
    }

    @Override
    public void signIn(Caller caller, long began) {}

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void write(Frame frame) {
        written.add(frame);
    }

    @Override
    public void send(Frame frame) {
        tasks.add(() -> write(frame));
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseCode why) {
        closed.add(why);
    }
}
