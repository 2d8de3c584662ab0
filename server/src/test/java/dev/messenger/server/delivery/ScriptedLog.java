package dev.messenger.server.delivery;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// A log in memory whose every commit can be made to fail, stall, or succeed without saying so.
final class ScriptedLog implements ChatLog {

    final List<List<Append>> batches = new ArrayList<>();
    final Set<Long> lockedChats = ConcurrentHashMap.newKeySet();
    private final Queue<Function<List<Append>, List<Appended>>> script = new ArrayDeque<>();
    private final Queue<Supplier<Optional<List<Appended>>>> settlements = new ArrayDeque<>();
    private final Map<UUID, Message> stored = new HashMap<>();
    private final Map<Long, Long> lastSeqs = new HashMap<>();
    private long lastId;
    volatile boolean closed;
    volatile boolean forgotten;

    /// What the next unscripted commit does instead of storing; it may call [#store] itself.
    synchronized void next(Function<List<Append>, List<Appended>> commit) {
        script.add(commit);
    }

    @Override
    public List<Appended> append(List<Append> batch) {
        Function<List<Append>, List<Appended>> commit;
        synchronized (this) {
            batches.add(List.copyOf(batch));
            commit = script.isEmpty() ? this::store : script.remove();
        }
        return commit.apply(batch);
    }

    /// What the next question for an unknown commit is answered.
    synchronized void nextSettled(Supplier<Optional<List<Appended>>> answer) {
        settlements.add(answer);
    }

    @Override
    public synchronized Optional<List<Appended>> settle() {
        return settlements.remove().get();
    }

    @Override
    public void forget() {
        forgotten = true;
    }

    static List<Appended> unknown(List<Append> batch) {
        return Collections.nCopies(batch.size(), new Appended.Unknown());
    }

    synchronized List<Appended> store(List<Append> batch) {
        List<Appended> results = new ArrayList<>();
        for (Append append : batch) {
            results.add(
                    lockedChats.contains(append.chatId())
                            ? new Appended.Busy()
                            : store((Append.Post) append));
        }
        return results;
    }

    private Appended store(Append.Post post) {
        Chat chat = new Chat(post.chatId(), 1, 2, 0);
        Message known = stored.get(post.clientMsgId());
        if (known != null) {
            return new Appended.Posted(chat, known, true);
        }
        long seq = lastSeqs.merge(post.chatId(), 1L, Long::sum);
        Message message =
                new Message(
                        ++lastId,
                        post.chatId(),
                        seq,
                        post.actorId(),
                        2,
                        post.clientMsgId(),
                        post.content(),
                        post.timeStamp(),
                        false,
                        false,
                        post.replyTo(),
                        Optional.empty());
        stored.put(post.clientMsgId(), message);
        return new Appended.Posted(chat, message, false);
    }

    synchronized int storedMessages() {
        return stored.size();
    }

    @Override
    public void close() {
        closed = true;
    }
}
