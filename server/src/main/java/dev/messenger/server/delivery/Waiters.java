package dev.messenger.server.delivery;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests that wait for the next number of a chat, so that clients without a socket need not ask
/// again and again.
///
/// Requests watch and wait on virtual threads; [Fanout] tells of what it published, on whatever thread
/// that is. Watch first and read the log then: what is published in between ends the wait at once.
public final class Waiters implements AutoCloseable {

    static final int MOST_OF_AN_ACCOUNT = 64;
    static final int MOST = 5_000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Map<Long, Set<Place>> byChat = new ConcurrentHashMap<>();
    private final Map<Long, Integer> waitingOf = new HashMap<>();
    private int waiting;
    private volatile boolean closed;

    /// From here on notes what is published of the chat beyond that number.
    public Place watch(long chatId, long afterSeq) {
        Place place = new Place(chatId, afterSeq);
        byChat.compute(
                chatId,
                (_, places) -> {
                    Set<Place> all = places == null ? ConcurrentHashMap.newKeySet() : places;
                    all.add(place);
                    return all;
                });
        if (closed) {
            place.release();
        }
        return place;
    }

    /// A number of the chat was published. Never blocks.
    void published(long chatId, long seq) {
        Set<Place> places = byChat.get(chatId);
        if (places != null) {
            places.forEach(place -> place.published(seq));
        }
    }

    /// Ends all waiting, now and from now on.
    @Override
    public void close() {
        closed = true;
        byChat.values().forEach(places -> places.forEach(Place::release));
    }

    /// How many requests wait.
    public synchronized int count() {
        return waiting;
    }

    /// How many chats they, and those that are about to wait, look at.
    public int chats() {
        return byChat.size();
    }

    private synchronized void enter(long userId) {
        if (waiting >= MOST) {
            throw Rejected.retryLater(
                    Reason.OVERLOADED, "Too many requests wait already.", RETRY_AFTER);
        }
        int own = waitingOf.getOrDefault(userId, 0);
        if (own >= MOST_OF_AN_ACCOUNT) {
            throw Rejected.retryLater(
                    Reason.RATE_LIMITED, "Too many of your requests wait already.", RETRY_AFTER);
        }
        waitingOf.put(userId, own + 1);
        waiting++;
    }

    private synchronized void leave(long userId) {
        waitingOf.computeIfPresent(userId, (_, own) -> own == 1 ? null : own - 1);
        waiting--;
    }

    /// One request's place in front of a chat.
    public final class Place implements AutoCloseable {

        private final long chatId;
        private final long afterSeq;

        /// Done when the wait is over: whether there is something to read.
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();

        private Place(long chatId, long afterSeq) {
            this.chatId = chatId;
            this.afterSeq = afterSeq;
        }

        /// Waits until there is something to read, or the wait is over for another reason.
        ///
        /// @return whether there is
        /// @throws Rejected if too many wait already, of this user or in all
        public boolean await(long userId, Duration most) {
            enter(userId);
            try {
                return over.get(most.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a wait does not fail", e);
            } finally {
                leave(userId);
            }
        }

        /// Nobody needs the answer any more. Safe on any thread.
        public void release() {
            over.complete(false);
        }

        private void published(long seq) {
            if (seq > afterSeq) {
                over.complete(true);
            }
        }

        @Override
        public void close() {
            byChat.computeIfPresent(
                    chatId,
                    (_, places) -> {
                        places.remove(this);
                        return places.isEmpty() ? null : places;
                    });
        }
    }
}
