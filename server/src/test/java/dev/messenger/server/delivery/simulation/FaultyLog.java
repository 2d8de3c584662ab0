package dev.messenger.server.delivery.simulation;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Message;
import dev.messenger.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A log that keeps to the protocol of [ChatLog], and to no more: it fails, finds chats locked, and
/// loses the answers to commits, of which some happened, some did not, and some happen much later.
final class FaultyLog implements ChatLog {

    private final Database database;
    private @Nullable Doubtful doubtful;
    private long lost;

    FaultyLog(Database database) {
        this.database = database;
    }

    @Override
    public List<Appended> append(List<Append> batch) {
        if (doubtful != null) {
            throw new IllegalStateException("a commit is in doubt");
        }
        if (database.faults.failsAppend()) {
            database.law.sees("failed append");
            throw new StorageUnavailable("away", new RuntimeException());
        }
        int from = batch.size();
        int to = batch.size();
        if (database.faults.leavesInDoubt()) {
            from = database.schedule.oneIn(2) ? 0 : database.schedule.below(batch.size());
            to = database.schedule.oneIn(2) ? to : from + 1;
        }
        List<Appended> results = new ArrayList<>();
        Set<Long> busy = new HashSet<>();
        for (Append append : batch.subList(0, from)) {
            results.add(tryOne(append, busy));
        }
        if (from < to) {
            doubtful = new Doubtful(batch.subList(from, to), busy);
            doubtful.begin();
            results.addAll(Collections.nCopies(to - from, new Appended.Unknown()));
        }
        results.addAll(Collections.nCopies(batch.size() - to, new Appended.Busy()));
        return results;
    }

    /// Once a chat was locked, nothing that comes after in the batch may overtake.
    private Appended tryOne(Append append, Set<Long> busy) {
        if (busy.contains(append.chatId()) || database.isLocked(append.chatId())) {
            database.law.sees("locked chat");
            busy.add(append.chatId());
            return new Appended.Busy();
        }
        if (database.mutant == Mutant.LOST_COMMIT
                && append instanceof Append.Post post
                && database.schedule.oneIn(10)) {
            return pretended(post);
        }
        return database.commit(append);
    }

    private Appended pretended(Append.Post post) {
        Chat chat = database.head(post.chatId(), post.actorId()).chat();
        Message message =
                new Message(
                        1_000_000_000 + ++lost,
                        chat.id(),
                        chat.lastSeq() + 1,
                        post.actorId(),
                        chat.other(post.actorId()),
                        post.clientMsgId(),
                        post.content(),
                        post.timeStamp(),
                        false,
                        false,
                        post.replyTo(),
                        Optional.empty());
        return new Appended.Posted(chat, message, false);
    }

    @Override
    public Optional<List<Appended>> settle() {
        Doubtful asked = doubtful;
        if (asked == null) {
            throw new IllegalStateException("nothing is in doubt");
        }
        if (!asked.isDecided || database.faults.failsSettle()) {
            throw new StorageUnavailable("does not say", new RuntimeException());
        }
        doubtful = null;
        return asked.results;
    }

    @Override
    public void forget() {
        if (doubtful != null) {
            doubtful.asked.forEach(database.ledger::forgotten);
            database.law.sees("commit never known");
            database.law.note("gave up on {} changes", doubtful.asked.size());
        }
        doubtful = null;
    }

    @Override
    public void close() {}

    /// A transaction that commits, or does not, while nobody looks; its chats stay locked until then.
    private final class Doubtful {

        final List<Append> asked;
        private final Set<Long> busy;
        private final Set<Long> locks = new HashSet<>();
        boolean isDecided;
        Optional<List<Appended>> results = Optional.empty();

        Doubtful(List<Append> asked, Set<Long> busy) {
            this.asked = List.copyOf(asked);
            this.busy = busy;
        }

        void begin() {
            for (Append append : asked) {
                if (database.isLocked(append.chatId())) {
                    busy.add(append.chatId());
                } else if (!busy.contains(append.chatId())) {
                    locks.add(append.chatId());
                }
            }
            database.lock(locks);
            database.law.note("commit of {} changes in doubt", asked.size());
            switch (database.schedule.below(8)) {
                case 0 -> decideAfter(Duration.ofSeconds(15));
                case 1, 2 -> decideAfter(Duration.ofSeconds(2));
                default -> decide();
            }
        }

        private void decideAfter(Duration longest) {
            database.schedule.after(database.schedule.upTo(longest), this::decide);
        }

        private void decide() {
            database.unlock(locks);
            isDecided = true;
            if (database.schedule.oneIn(2)) {
                database.law.sees("commit that did not happen");
                database.law.note("the commit in doubt did not happen");
                return;
            }
            database.law.sees("commit that happened unheard");
            database.law.note("the commit in doubt did happen");
            results =
                    Optional.of(
                            asked.stream()
                                    .map(
                                            append ->
                                                    busy.contains(append.chatId())
                                                            ? new Appended.Busy()
                                                            : database.commit(append))
                                    .toList());
        }
    }
}
