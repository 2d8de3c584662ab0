package dev.messenger.server.delivery;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;

/// Takes changes to their chats' writers. Safe on any thread; never blocks.
public interface Writes {

    /// Queues a change; exactly one method of `answer` is called, once, on the writer's thread, which
    /// it must not block.
    void submit(Append append, Answer answer);

    /// What became of a change.
    interface Answer {

        /// It is committed, and its publication is on the way: what is sent to a socket from here
        /// comes after it.
        void written(Appended result);

        /// It is refused, or could not be done: see [FrameErrors].
        void failed(Throwable fault);
    }
}
