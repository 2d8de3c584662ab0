package dev.messenger.storage.jdbc;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Appended.Refusal;
import dev.messenger.storage.Chat;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// One batch as one transaction, up to its commit: locks the chats, reads what the appends speak of,
/// decides them one after the other as if each were alone, writes what came of it.
///
/// Deciding changes only the states in memory, so the twentieth edit of a message sees the nineteenth
/// and the database sees the last.
final class BatchTransaction {

    private final BatchStates states;
    private final BatchWrites writes = new BatchWrites();

    /// @param busyChats left alone; those found locked elsewhere are added
    BatchTransaction(Set<Long> busyChats) {
        this.states = new BatchStates(busyChats);
    }

    /// @return the results, which hold only if the transaction now commits
    List<Appended> run(Connection connection, List<Append> batch) throws SQLException {
        states.read(new BatchReads(connection), batch);
        List<Supplier<Appended>> results = new ArrayList<>(batch.size());
        for (Append append : batch) {
            results.add(decide(append));
        }
        if (!writes.isEmpty()) {
            writes.write(connection, states.chats());
        }
        return results.stream().map(Supplier::get).toList();
    }

    /// Whether there is anything to commit.
    boolean wroteNothing() {
        return writes.isEmpty();
    }

    /// By what it is recognised, once it has run and wrote something.
    Evidence evidence() {
        return writes.evidence();
    }

    /// @return the result, to be asked for once the messages have their ids
    private Supplier<Appended> decide(Append append) {
        if (states.isBusy(append.chatId())) {
            return Appended.Busy::new;
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

    private Supplier<Appended> post(ChatState chat, Append.Post post) {
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
            return Appended.Busy::new;
        }
        Optional<UploadState> file =
                post.file().flatMap(upload -> states.take(upload, post.actorId()));
        if (post.file().isPresent() && file.isEmpty()) {
            return refuse(Refusal.NO_SUCH_FILE);
        }
        MessageState message =
                MessageState.added(
                        key,
                        chat.takeSeq(),
                        post.requestHash().orElse(null),
                        post.content(),
                        post.timeStamp(),
                        post.replyTo(),
                        file);
        states.add(message);
        writes.post(chat, message);
        Chat after = chat.snapshot();
        return () -> new Appended.Posted(after, message.snapshot(after), false);
    }

    private static Supplier<Appended> resend(Chat chat, MessageState known, Append.Post post) {
        if (!Arrays.equals(known.requestHash, post.requestHash().orElse(null))) {
            return refuse(Refusal.KEY_REUSED);
        }
        if (known.id() == 0) {
            // Added by this very batch; nobody can have changed it before it has an id.
            return () -> new Appended.Posted(chat, known.snapshot(chat), true);
        }
        Appended posted = new Appended.Posted(chat, known.snapshot(chat), true);
        return () -> posted;
    }

    private Supplier<Appended> edit(ChatState chat, Append.Edit edit) {
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
        Appended edited = new Appended.Edited(after, message.snapshot(after), seq);
        return () -> edited;
    }

    private Supplier<Appended> archive(ChatState chat, Append.Archive archive) {
        MessageState message = states.messageIn(chat, archive.messageId());
        if (message == null || message.archived()) {
            return refuse(Refusal.NO_SUCH_MESSAGE);
        }
        Optional<String> orphan = message.file().map(UploadState::path);
        long seq = chat.takeSeq();
        writes.archive(message, seq, archive.actorId());
        message.archive();
        chat.loseMessage();
        Appended archived = new Appended.Archived(chat.snapshot(), message.id(), seq, orphan);
        return () -> archived;
    }

    private Supplier<Appended> archiveChat(ChatState chat, Append.ArchiveChat archive) {
        long seq = chat.takeSeq();
        chat.archive();
        writes.archiveChat(chat, seq, archive.actorId());
        Appended archived = new Appended.ChatArchived(chat.snapshot(), seq);
        return () -> archived;
    }

    /// Alone in its batch, so no state in memory needs to know of it.
    private Supplier<Appended> erase(ChatState chat, Append.Erase erase) {
        Erasure erasure = new Erasure(chat.id, erase.actorId(), chat.takeSeq());
        chat.loseMessage();
        writes.erase(erasure);
        Chat after = chat.snapshot();
        return () -> erasure.result(after);
    }

    private static Supplier<Appended> refuse(Refusal reason) {
        return () -> new Appended.Refused(reason);
    }
}
