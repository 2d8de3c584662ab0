package dev.messenger.server.delivery;

import dev.messenger.protocol.Frame;
import dev.messenger.server.usecase.Caller;
import java.time.Duration;

/// A socket of Part 2, with its event loop, on which alone its [Feed] is touched.
///
/// [#runAtOnce], [#after], [#signIn] and what [Peer] has are safe on any thread; the rest is for the loop.
public interface Line extends Peer {

    /// Runs a task on the loop: at once if this is its thread, else as [#run] does.
    void runAtOnce(Runnable task);

    /// Runs a task on the loop after a while.
    void after(Duration delay, Runnable task);

    /// From here on the socket gets what is published for its user: at once if this is the loop's
    /// thread.
    ///
    /// @param began when the token was looked at, by [System#nanoTime]: it was good then
    void signIn(Caller caller, long began);

    /// Whether little enough waits to be sent.
    boolean isWritable();

    /// Sends a frame at once, however much waits.
    void write(Frame frame);
}
