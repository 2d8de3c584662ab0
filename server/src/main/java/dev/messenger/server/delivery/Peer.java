package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Frame;

/// One socket, as seen from behind the pipeline. Safe on any thread; nothing here blocks.
public interface Peer {

    /// Queues a frame for this socket alone. After the close it goes nowhere, silently.
    void send(Frame frame);

    /// Stops taking frames from the socket until [#resumeReading].
    void pauseReading();

    void resumeReading();

    void close(CloseCode why);

    /// Runs a task on the socket's event loop, after all that this thread handed over before; never, if
    /// the loop has ended.
    void run(Runnable task);
}
