package dev.messenger.storage.memory;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Appended.Refusal;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.memory.Memory.Change;
import dev.messenger.storage.memory.Memory.ChatRow;
import dev.messenger.storage.memory.Memory.FileRow;
import dev.messenger.storage.memory.Memory.MessageRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Applies appends one by one, which is what a batch has to look like.
final class MemoryChatLog implements ChatLog {

    private final Memory memory;

    MemoryChatLog(Memory memory) {
        this.memory = memory;
    }

    @Override
    public List<Appended> append(List<Append> batch) {
        synchronized (memory) {
            return batch.stream().map(this::apply).toList();
        }
    }

    /// What is stored in memory is known to be.
    @Override
    public Optional<List<Appended>> settle() {
        throw new IllegalStateException("nothing is unknown");
    }

    @Override
    public void forget() {}

    private Appended apply(Append append) {
        ChatRow chat = memory.chats.get(append.chatId());
        if (chat == null || !mayDo(append, chat)) {
            return new Appended.Refused(Refusal.NO_SUCH_CHAT);
        }
        return switch (append) {
            case Append.Post post -> post(chat, post);
            case Append.Edit edit -> edit(chat, edit);
            case Append.Archive archive -> archive(chat, archive);
            case Append.ArchiveChat archive -> archiveChat(chat, archive);
            case Append.Erase erase -> erase(chat, erase);
        };
    }

    private static boolean mayDo(Append append, ChatRow chat) {
        return append instanceof Append.Erase
                ? chat.hasMember(append.actorId())
                : chat.isOpenFor(append.actorId());
    }

    private Appended post(ChatRow chat, Append.Post post) {
        Optional<MessageRow> known =
                memory.messages.values().stream()
                        .filter(row -> row.chat == chat && row.senderId == post.actorId())
                        .filter(row -> row.clientMsgId.equals(post.clientMsgId()))
                        .findFirst();
        byte[] hash = post.requestHash().orElse(null);
        if (known.isPresent()) {
            return Arrays.equals(known.get().requestHash, hash)
                    ? new Appended.Posted(chat.snapshot(), known.get().snapshot(), true)
                    : new Appended.Refused(Refusal.KEY_REUSED);
        }
        if (post.replyTo().isPresent() && inChat(post.replyTo().getAsLong(), chat) == null) {
            return new Appended.Refused(Refusal.NO_SUCH_REPLY_TARGET);
        }
        Optional<FileRow> file = post.file().flatMap(upload -> free(upload, post.actorId()));
        if (post.file().isPresent() && file.isEmpty()) {
            return new Appended.Refused(Refusal.NO_SUCH_FILE);
        }
        if (hasNul(post.content())) {
            return failed();
        }
        MessageRow message =
                new MessageRow(
                        memory.nextId(),
                        chat,
                        ++chat.lastSeq,
                        post.actorId(),
                        post.clientMsgId(),
                        hash,
                        post.timeStamp(),
                        post.content(),
                        post.replyTo(),
                        file);
        file.ifPresent(row -> take(row, message, post.file().orElseThrow().name()));
        memory.messages.put(message.id, message);
        chat.activity = memory.nextActivity();
        return new Appended.Posted(chat.snapshot(), message.snapshot(), false);
    }

    private Optional<FileRow> free(Append.Upload upload, long ownerId) {
        return memory.files.values().stream()
                .filter(row -> row.handle.equals(upload.handle()))
                .filter(row -> row.ownerId == ownerId && row.messageId.isEmpty())
                .findFirst();
    }

    private static void take(FileRow file, MessageRow message, String name) {
        file.messageId = OptionalLong.of(message.id);
        if (!name.isEmpty()) {
            file.name = name;
        }
    }

    private Appended edit(ChatRow chat, Append.Edit edit) {
        MessageRow message = inChat(edit.messageId(), chat);
        if (message == null || message.archived) {
            return new Appended.Refused(Refusal.NO_SUCH_MESSAGE);
        }
        if (message.senderId != edit.actorId()) {
            return new Appended.Refused(Refusal.NOT_THE_SENDER);
        }
        if (hasNul(edit.content())) {
            return failed();
        }
        message.content = edit.content();
        message.edited = true;
        long seq = change(chat, new Change("edit", message.id, edit.actorId()));
        return new Appended.Edited(chat.snapshot(), message.snapshot(), seq);
    }

    private Appended archive(ChatRow chat, Append.Archive archive) {
        MessageRow message = inChat(archive.messageId(), chat);
        if (message == null || message.archived) {
            return new Appended.Refused(Refusal.NO_SUCH_MESSAGE);
        }
        Optional<FileRow> file = message.file;
        file.ifPresent(row -> memory.files.remove(row.id));
        message.file = Optional.empty();
        message.archived = true;
        long seq = change(chat, new Change("archive", message.id, archive.actorId()));
        return new Appended.Archived(chat.snapshot(), message.id, seq, file.map(row -> row.path));
    }

    private static Appended archiveChat(ChatRow chat, Append.ArchiveChat archive) {
        chat.archived = true;
        long seq = change(chat, new Change("archive_chat", 0, archive.actorId()));
        return new Appended.ChatArchived(chat.snapshot(), seq);
    }

    private Appended erase(ChatRow chat, Append.Erase erase) {
        List<MessageRow> own =
                memory.messages.values().stream()
                        .filter(row -> row.chat == chat && row.senderId == erase.actorId())
                        .sorted(Comparator.comparingLong(row -> row.seq))
                        .toList();
        List<Long> visible = own.stream().filter(MessageRow::visible).map(row -> row.id).toList();
        List<String> orphans =
                own.stream().flatMap(row -> row.file.stream()).map(this::drop).toList();
        for (MessageRow row : own) {
            row.content = "";
            row.requestHash = null;
            row.file = Optional.empty();
            row.archived = true;
        }
        long seq = change(chat, new Change("erase", 0, erase.actorId()));
        int hidden = Math.max(0, visible.size() - Appended.MOST_ERASED);
        return new Appended.Erased(
                chat.snapshot(), seq, visible.subList(hidden, visible.size()), orphans);
    }

    private String drop(FileRow file) {
        memory.files.remove(file.id);
        return file.path;
    }

    private static long change(ChatRow chat, Change change) {
        chat.changes.put(++chat.lastSeq, change);
        return chat.lastSeq;
    }

    private @Nullable MessageRow inChat(long messageId, ChatRow chat) {
        MessageRow message = memory.messages.get(messageId);
        return message != null && message.chat == chat ? message : null;
    }

    private static boolean hasNul(String content) {
        return content.indexOf(0) >= 0;
    }

    private static Appended failed() {
        return new Appended.Failed(new IllegalArgumentException("PostgreSQL takes no U+0000"));
    }

    @Override
    public void close() {}
}
