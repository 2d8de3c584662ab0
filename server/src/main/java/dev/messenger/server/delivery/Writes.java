package dev.messenger.server.delivery;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import java.util.Optional;

/// Takes changes to their chats' writers. Safe on any thread; never blocks.
public interface Writes {

    /// Queues a change; exactly one of [Answer#written] and [Answer#failed] is called, once, on the
    /// writer's thread, which it must not block, or at once if the change is refused out of hand.
    void submit(Append append, Answer answer);

    /// Runs a task, on this thread: what it submits is queued as a whole before any of it is written,
    /// so that one commit takes it all. The task must not wait for anything.
    default void together(Runnable task) {
        task.run();
    }

    /// Who is told what became of a change.
    interface Answer {

        /// What the asking socket gets in the place of the publication, in its order.
        default Optional<Publication.Answer> publication(Appended result) {
            return Optional.empty();
        }

        /// It is committed, and its publication is on the way: what is sent to a socket from here
        /// comes after it.
        void written(Appended result);

        /// It is refused, or could not be done: see [FrameErrors].
        void failed(Throwable fault);
    }
}
