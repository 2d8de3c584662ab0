package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Appended.Refusal;
import dev.messenger.storage.Chat;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One batch as one transaction: locks the chats and reads what the appends speak of; decides them one
/// after the other as if each were alone; writes what came of it and commits. Mostly that is two round
/// trips, one before deciding and one after.
///
/// Or one round trip, for new messages in known chats: it is decided first, by what is remembered, and
/// the database locks, compares, writes and commits. If something was not as remembered, nothing is
/// stored, and the batch is for another transaction that asks first.
///
/// Deciding changes only the states in memory, so the twentieth edit of a message sees the nineteenth
/// and the database sees the last.
final class BatchTransaction {

    private final Connection connection;
    private final MessageIds messageIds;
    private final BatchStates states;
    private final BatchWrites writes = new BatchWrites();
    private boolean recalled;

    /// @param messageIds given to new messages
    /// @param busyChats left alone; those found locked elsewhere are added
    BatchTransaction(Connection connection, MessageIds messageIds, Set<Long> busyChats) {
        this.connection = connection;
        this.messageIds = messageIds;
        this.states = new BatchStates(busyChats, messageIds);
    }

    /// Decides by what is remembered; nothing has gone to the database then.
    ///
    /// @return the results, which hold only if [#commit] now says so; empty if the batch needs more
    ///     than what is remembered
    Optional<List<Appended>> recall(KnownChats known, List<Append> batch) throws SQLException {
        recalled = states.recall(known, batch);
        return recalled ? Optional.of(decideEach(batch)) : Optional.empty();
    }

    /// @return the results, which hold only if the transaction now commits
    List<Appended> decide(List<Append> batch) throws SQLException {
        states.read(connection, batch);
        return decideEach(batch);
    }

    private List<Appended> decideEach(List<Append> batch) throws SQLException {
        List<Appended> results = new ArrayList<>(batch.size());
        for (Append append : batch) {
            results.add(decide(append));
        }
        return results;
    }

    /// Whether it came to anything that must be written.
    boolean changesNothing() {
        return writes.isEmpty();
    }

    /// By what it is recognised, once it is decided and changes something.
    Evidence evidence() {
        return writes.evidence();
    }

    /// As the transaction leaves them.
    Collection<ChatState> chats() {
        return states.chats();
    }

    /// Writes all that was decided and commits it, in one round trip: nobody but the database knows
    /// when the one was done and the other began, and it comes to the commit only if it took all the
    /// rest.
    ///
    /// @return whether it is stored; if not, something was not as remembered
    boolean commit() throws SQLException {
        Trip trip = new Trip();
        List<Boolean> stored = write(trip);
        trip.update("COMMIT");
        trip.make(connection);
        return stored.getFirst();
    }

    /// @return whether it is stored, once the trip was made
    List<Boolean> write(Trip trip) {
        if (recalled) {
            messageIds.order(trip, 0);
            return writes.posts.writeIfUnchanged(trip, chats());
        }
        writes.write(trip, chats());
        return List.of(true);
    }

    private Appended decide(Append append) throws SQLException {
        if (states.isBusy(append.chatId())) {
            return new Appended.Busy();
        }
        ChatState chat = states.chat(append.chatId());
        if (chat == null || !mayDo(append, chat)) {
            return refuse(Refusal.NO_SUCH_CHAT);
        }
        return switch (append) {
            case Append.Post post -> post(chat, post);
            case Append.Edit edit -> edit(chat, edit);
            case Append.Archive archive -> archive(chat, archive);
            case Append.ArchiveChat archive -> archiveChat(chat, archive);
            case Append.Erase erase -> erase(chat, erase);
        };
    }

    private static boolean mayDo(Append append, ChatState chat) {
        return append instanceof Append.Erase
                ? chat.hasMember(append.actorId())
                : chat.isOpenFor(append.actorId());
    }

    private Appended post(ChatState chat, Append.Post post) {
        MessageState.Key key = MessageState.Key.of(post);
        MessageState known = states.storedAs(key);
        if (known != null) {
            return resend(chat.snapshot(), known, post);
        }
        if (post.replyTo().isPresent()
                && states.messageIn(chat, post.replyTo().getAsLong()) == null) {
            return refuse(Refusal.NO_SUCH_REPLY_TARGET);
        }
        if (post.file().isPresent() && states.isBusy(post.file().get())) {
            states.setBusy(chat.id);
            return new Appended.Busy();
        }
        Optional<UploadState> file =
                post.file().flatMap(upload -> states.take(upload, post.actorId()));
        if (post.file().isPresent() && file.isEmpty()) {
            return refuse(Refusal.NO_SUCH_FILE);
        }
        MessageState message =
                MessageState.added(
                        states.takeMessageId(),
                        key,
                        chat.takeSeq(),
                        post.requestHash().orElse(null),
                        post.content(),
                        post.timeStamp(),
                        post.replyTo(),
                        file);
        states.add(message);
        chat.post(message.id);
        writes.posts.add(message, post.fresh());
        Chat after = chat.snapshot();
        return new Appended.Posted(after, message.snapshot(after), false);
    }

    private static Appended resend(Chat chat, MessageState known, Append.Post post) {
        if (!Arrays.equals(known.requestHash, post.requestHash().orElse(null))) {
            return refuse(Refusal.KEY_REUSED);
        }
        return new Appended.Posted(chat, known.snapshot(chat), true);
    }

    private Appended edit(ChatState chat, Append.Edit edit) {
        MessageState message = states.messageIn(chat, edit.messageId());
        if (message == null || message.archived()) {
            return refuse(Refusal.NO_SUCH_MESSAGE);
        }
        if (message.key.senderId() != edit.actorId()) {
            return refuse(Refusal.NOT_THE_SENDER);
        }
        message.edit(edit.content());
        long seq = chat.takeSeq();
        writes.edit(message, seq, edit.actorId());
        Chat after = chat.snapshot();
        return new Appended.Edited(after, message.snapshot(after), seq);
    }

    private Appended archive(ChatState chat, Append.Archive archive) {
        MessageState message = states.messageIn(chat, archive.messageId());
        if (message == null || message.archived()) {
            return refuse(Refusal.NO_SUCH_MESSAGE);
        }
        Optional<String> orphan = message.file().map(UploadState::path);
        long seq = chat.takeSeq();
        writes.archive(message, seq, archive.actorId());
        message.archive();
        chat.loseMessage();
        return new Appended.Archived(chat.snapshot(), message.id, seq, orphan);
    }

    private Appended archiveChat(ChatState chat, Append.ArchiveChat archive) {
        long seq = chat.takeSeq();
        chat.archive();
        writes.archiveChat(chat, seq, archive.actorId());
        return new Appended.ChatArchived(chat.snapshot(), seq);
    }

    /// Alone in its batch, so no state in memory needs to know of it, and it may write at once.
    private Appended erase(ChatState chat, Append.Erase erase) throws SQLException {
        Erasure erasure = new Erasure(chat.id, erase.actorId(), chat.takeSeq());
        erasure.write(connection);
        chat.loseMessage();
        writes.erase(erasure);
        return erasure.result(chat.snapshot());
    }

    private static Appended refuse(Refusal reason) {
        return new Appended.Refused(reason);
    }
}
