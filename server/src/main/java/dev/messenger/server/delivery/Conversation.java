package dev.messenger.server.delivery;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Json;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket's inbox: its frames, handled one after the other in the order they came.
///
/// The event loop calls [#receive] and [#close]; virtual threads, never two at a time, do the work.
/// New messages are handed to the chats' writers without waiting for the commit, so consecutive ones
/// ride in one transaction. Any other frame first waits until all that this socket wrote is answered,
/// and so sees it.
///
/// ```
/// event loop --receive--> [at most 64] --virtual thread--> use case --Write--> chat's writer
///      ^                       |                              |                    |
///      +--- pauseReading ------+ while full                   +--- answer --> peer <--- refusal
/// ```
public final class Conversation {

    /// Frames that may wait, and writes that may be unanswered, before reading pauses.
    static final int LIMIT = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final Caller me;
    private final Peer peer;
    private final Behind behind;

    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Semaphore unanswered = new Semaphore(LIMIT);
    private volatile boolean closed;

    /// What every conversation of the server talks to.
    ///
    /// @param useCases decides what a frame of the caller leads to; throws to refuse
    /// @param frames how many frames an account may send
    /// @param workers runs each task on a thread that may block
    public record Behind(
            BiFunction<Caller, ClientFrame, Outcome> useCases,
            RateLimit<Long> frames,
            Writes writes,
            Sockets sockets,
            Executor workers) {}

    public Conversation(Caller me, Peer peer, Behind behind) {
        this.me = me;
        this.peer = peer;
        this.behind = behind;
    }

    /// Takes a frame from the socket; never blocks.
    public void receive(String frame) {
        waiting.add(frame);
        int now = queued.incrementAndGet();
        // Each time: an earlier resumeReading may take effect between two frames.
        if (now >= LIMIT) {
            peer.pauseReading();
        }
        if (now == 1) {
            behind.workers().execute(this::work);
        }
    }

    /// Forgets what still waits; what is being handled is finished.
    public void close() {
        closed = true;
    }

    private void work() {
        int left;
        do {
            String frame = waiting.remove();
            if (!closed) {
                handle(frame);
            }
            left = queued.decrementAndGet();
            if (left == LIMIT - 1) {
                peer.resumeReading();
            }
        } while (left > 0);
    }

    private void handle(String text) {
        try {
            behind.frames().take(me.userId());
            ClientFrame frame = Json.read(text, ClientFrame.class);
            if (!(frame instanceof ClientFrame.NewMessage)) {
                awaitAnswers();
            }
            switch (behind.useCases().apply(me, frame)) {
                case Outcome.Answer(var answer) -> peer.send(answer);
                case Outcome.Deliver delivery -> behind.sockets().deliver(delivery);
                case Outcome.Write(var append) -> write(append);
            }
        } catch (RuntimeException | Error e) {
            refuse(e);
        }
    }

    private void write(Append append) {
        unanswered.acquireUninterruptibly();
        behind.writes().submit(append, new Answered());
    }

    private void awaitAnswers() {
        unanswered.acquireUninterruptibly(LIMIT);
        unanswered.release(LIMIT);
    }

    private void refuse(Throwable fault) {
        FrameErrors.explain(fault)
                .ifPresentOrElse(
                        peer::send,
                        () -> {
                            LOG.error("event=frame_failed user={} {}", me.userId(), peer, fault);
                            peer.close(CloseCode.INTERNAL);
                        });
    }

    /// A legacy socket is told of a write by its publication, and of a failure by an error frame.
    private final class Answered implements Writes.Answer {
        @Override
        public void written(Appended result) {
            unanswered.release();
        }

        @Override
        public void failed(Throwable fault) {
            unanswered.release();
            refuse(fault);
        }
    }
}
