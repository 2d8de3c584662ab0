package dev.messenger.server.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.storage.Chat;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Messages;
import dev.messenger.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes the numbers of each chat in their order, none twice and none left out.
///
/// It is called after each commit, a chat always by the [Publishing] of the same writer. It remembers the
/// last number published: the next one is published, a lower one dropped, and what another writer put
/// in between (in another process, or in a commit whose answer was lost for good) is read from the log
/// first.
final class Fanout {

    private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

    /// Chats whose last number is remembered. Of others the next change is taken as the next number;
    /// sockets of Part 2 notice a hole by themselves.
    private static final int MOST_CHATS = 200_000;

    private static final int PAGE = 200;

    private final Messages log;
    private final Sockets sockets;
    private final Wakeups wakeups;
    private final Waiters waiters;
    private final Cache<Long, Long> published =
            Caffeine.newBuilder().maximumSize(MOST_CHATS).build();

    /// Chats with a commit of which it was never known whether it happened.
    private final Set<Long> suspects = ConcurrentHashMap.newKeySet();

    Fanout(Messages log, Sockets sockets, Wakeups wakeups, Waiters waiters) {
        this.log = log;
        this.sockets = sockets;
        this.wakeups = wakeups;
        this.waiters = waiters;
    }

    /// @param batch of one commit; the numbers of a chat in their order
    void publish(List<Publication> batch) {
        List<Publication> next = new ArrayList<>(batch.size());
        for (Publication publication : batch) {
            add(publication, next);
        }
        send(next);
    }

    /// What became of a commit in this chat is not known: it may be stored, and nobody was told.
    void suspect(long chatId) {
        suspects.add(chatId);
    }

    /// Publishes a number that is stored, if it is known never to have been.
    ///
    /// @return whether everybody has been told, or will be
    boolean recall(Chat chat, long seq) {
        Long last = published.getIfPresent(chat.id());
        if (last == null ? !suspects.contains(chat.id()) : seq <= last) {
            return true;
        }
        List<Publication> next = new ArrayList<>();
        if (!fill(chat, last == null ? seq - 1 : last, seq, next)) {
            return false;
        }
        send(next);
        remember(chat.id(), seq);
        return true;
    }

    private void remember(Long chatId, long seq) {
        published.put(chatId, seq);
        suspects.remove(chatId);
    }

    private void send(List<Publication> next) {
        sockets.publish(next);
        for (Publication publication : next) {
            waiters.published(publication.chatId(), publication.seq());
            wakeups.expect(publication);
        }
    }

    private void add(Publication publication, List<Publication> next) {
        Long chatId = publication.chatId();
        long seq = publication.seq();
        Long last = published.getIfPresent(chatId);
        if (last != null && seq <= last) {
            // Everybody was told; but its writer still waits for the answer.
            publication.answer().ifPresent(answer -> answer.to().send(answer.ack().asDup()));
            return;
        }
        if (last != null && seq > last + 1) {
            fill(publication.chat(), last, seq - 1, next);
        }
        next.add(publication);
        remember(chatId, seq);
    }

    /// @return whether the log could be read
    private boolean fill(Chat chat, long after, long to, List<Publication> next) {
        long from = after;
        try {
            while (from < to) {
                int size = (int) Math.min(PAGE, to - from);
                for (LogEntry entry : log.log(chat.id(), from, size)) {
                    next.add(Publication.plain(chat, entry));
                }
                from += size;
            }
            return true;
        } catch (StorageUnavailable e) {
            LOG.warn("event=hole_left_open chat={} from={} to={}", chat.id(), from + 1, to);
            return false;
        }
    }
}
