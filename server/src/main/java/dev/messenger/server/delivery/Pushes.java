package dev.messenger.server.delivery;

import dev.messenger.notify.Notifier;
import dev.messenger.notify.PushMessage;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.User;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes people whom no socket reached, after the message is committed and published.
///
/// Called on writers and event loops, which it never makes wait: the look-ups run on `workers`, and
/// when too many are under way already, the push is left out. The message itself is safe.
public final class Pushes implements Sockets.Unreached {

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final int MOST_AT_ONCE = 2_000;

    private final Storage storage;
    private final Notifier notifier;
    private final Executor workers;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /// @param workers runs each task on a thread that may block
    public Pushes(Storage storage, Notifier notifier, Executor workers) {
        this.storage = storage;
        this.notifier = notifier;
        this.workers = workers;
    }

    @Override
    public void unreached(Publication publication, long userId) {
        if (!(publication.frame() instanceof ServerFrame.NewMessage message)) {
            return;
        }
        if (!room.tryAcquire()) {
            LOG.warn("event=push_left_out user={} reason=overload", userId);
            return;
        }
        workers.execute(
                () -> {
                    try {
                        push(message, userId);
                    } catch (StorageUnavailable e) {
                        LOG.warn("event=push_left_out user={} reason=database", userId);
                    } finally {
                        room.release();
                    }
                });
    }

    private void push(ServerFrame.NewMessage message, long userId) {
        String sender = storage.users().byId(message.senderId()).map(User::userName).orElse("");
        for (String token : storage.sessions().pushTokens(userId)) {
            notifier.send(
                    new PushMessage(
                            token,
                            sender,
                            message.content(),
                            Map.of(
                                    "content", message.content(),
                                    "file", message.fileName(),
                                    "chat_id", Long.toString(message.chatId()),
                                    "message_id", Long.toString(message.messageId()))));
        }
    }
}
