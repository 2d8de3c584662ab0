package dev.messenger.server.usecase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.FileType;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.storage.Append;
import dev.messenger.storage.Chat;
import dev.messenger.storage.Message;
import dev.messenger.storage.Message.Attachment;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Watermark;
import dev.messenger.storage.Watermarks.ReadMark;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Messages: sending, editing, deleting, reading, and what was said before.
///
/// Who may do what is decided here from what is known, and once more under the chat's lock by the
/// writer, which alone knows for certain.
public final class Messaging {

    private static final int PAGE = 300;
    private static final int MOST_READ_MARKS = 300;
    private static final int REMEMBERED_CHATS = 100_000;

    private final Storage storage;
    private final InstantSource clock;

    /// Open chats, for their members alone, who never change. That a chat was archived since is
    /// noticed by the writer.
    private final Cache<Long, Chat> chats =
            Caffeine.newBuilder().maximumSize(REMEMBERED_CHATS).build();

    /// @param clock for messages that say no time of their own
    public Messaging(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    public Outcome send(Caller me, ClientFrame.NewMessage asked) {
        if (asked.senderId() != me.userId()) {
            throw Authentication.notYours("sender_id");
        }
        if (asked.recipientId() != chatOf(me, asked.chatId()).other(me.userId())) {
            throw Rejected.field(
                    "recipient_id",
                    Reason.INVALID_VALUE,
                    "The field recipient_id must be the chat's other member.");
        }
        return new Outcome.Write(
                new Append.Post(
                        asked.chatId(),
                        me.userId(),
                        UUID.randomUUID(),
                        true,
                        Optional.empty(),
                        asked.content(),
                        asked.timeOfDay(),
                        asked.serviceFile()
                                .map(it -> new Append.Upload(it, asked.fileName().orElse(""))),
                        OptionalLong.empty()));
    }

    /// A message with a key of the client's, which makes a resend recognisable for ever.
    public Outcome.Write send(Caller me, Command.NewMessage asked) {
        chatOf(me, asked.chatId());
        return posted(me, asked);
    }

    /// The same, if it is remembered that the chat is the sender's; never waits.
    public Optional<Outcome> sendPromptly(Caller me, Command.NewMessage asked) {
        return remembers(me, asked.chatId()) ? Optional.of(posted(me, asked)) : Optional.empty();
    }

    private Outcome.Write posted(Caller me, Command.NewMessage asked) {
        return new Outcome.Write(
                new Append.Post(
                        asked.chatId(),
                        me.userId(),
                        asked.clientMsgId(),
                        false,
                        Optional.of(Json.write(asked.same(), Sha256::of)),
                        asked.content(),
                        asked.timeOfDay().orElseGet(this::now),
                        asked.file().map(it -> new Append.Upload(it, asked.fileName().orElse(""))),
                        asked.replyTo().isPresent()
                                ? OptionalLong.of(asked.replyTo().get())
                                : OptionalLong.empty()));
    }

    /// The same in the chat that a path names, which may be nobody's.
    public Outcome.Write send(Caller me, long chatId, ChatApi.NewMessage asked) {
        return send(me, asked.in(chatOf(me, chatId).id()));
    }

    public Outcome edit(Caller me, ClientFrame.UpdateMessage asked) {
        return edit(me, asked.messageId(), asked.newContent());
    }

    public Outcome edit(Caller me, Command.UpdateMessage asked) {
        return edit(me, asked.messageId(), asked.newContent());
    }

    private Outcome edit(Caller me, long messageId, String newContent) {
        Message message = messageOf(me, messageId, "message_id");
        if (message.senderId() != me.userId()) {
            throw Refusals.notTheSender();
        }
        return new Outcome.Write(
                new Append.Edit(message.chatId(), me.userId(), message.id(), newContent));
    }

    public Outcome archive(Caller me, ClientFrame.ArchiveMessage asked) {
        return archive(me, asked.deletingMessageId());
    }

    public Outcome archive(Caller me, Command.ArchiveMessage asked) {
        return archive(me, asked.deletingMessageId());
    }

    private Outcome archive(Caller me, long messageId) {
        Message message = messageOf(me, messageId, "deleting_message_id");
        return new Outcome.Write(new Append.Archive(message.chatId(), me.userId(), message.id()));
    }

    /// Moves the reader's mark and tells both of the named message and of each newly read one.
    public Outcome read(Caller me, ClientFrame.IsReadedMessage asked) {
        ReadMark mark =
                storage.watermarks()
                        .markRead(asked.messageId(), me.userId(), MOST_READ_MARKS)
                        .orElseThrow(() -> Refusals.noSuchMessage("message_id"));
        return Outcome.Deliver.marked(
                List.of(mark.senderId(), me.userId()),
                mark.messageIds().stream()
                        .map(
                                id ->
                                        new ServerFrame.ReadedMessage(
                                                id, true, me.userId(), mark.senderId()))
                        .toList(),
                mark.now());
    }

    public Outcome read(Caller me, Command.Read asked) {
        chatOf(me, asked.chatId());
        return marked(me, asked);
    }

    /// The same, if it is remembered that the chat is the reader's; never waits.
    public Optional<Outcome> readPromptly(Caller me, Command.Read asked) {
        return remembers(me, asked.chatId()) ? Optional.of(marked(me, asked)) : Optional.empty();
    }

    private static Outcome marked(Caller me, Command.Read asked) {
        return new Outcome.Mark(
                List.of(new Watermark(asked.chatId(), me.userId(), asked.seq(), asked.seq())));
    }

    public Outcome received(Caller me, Command.Received asked) {
        return new Outcome.Mark(
                asked.chats().entrySet().stream()
                        .map(chat -> new Watermark(chat.getKey(), me.userId(), chat.getValue(), 0))
                        .toList());
    }

    public List<ChatApi.PastMessage> history(Caller me, ChatApi.History asked) {
        chatOf(me, asked.chatId());
        List<ChatApi.PastMessage> page =
                storage
                        .messages()
                        .newestFirst(asked.chatId(), asked.offset().orElse(0L), PAGE)
                        .stream()
                        .map(Messaging::past)
                        .toList();
        if (page.isEmpty()) {
            throw Rejected.notFound("There are no messages there.");
        }
        return page;
    }

    /// To the millisecond, as times are kept.
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /// Who is no member asks the database each time, whether there is such a chat or not: an answer from
    /// memory would come sooner, and so tell which.
    private Chat chatOf(Caller me, long chatId) {
        Chat known = chats.getIfPresent(chatId);
        if (known != null && known.hasMember(me.userId())) {
            return known;
        }
        Chat chat =
                storage.chats()
                        .find(chatId)
                        .filter(it -> it.hasMember(me.userId()))
                        .orElseThrow(Refusals::noSuchChat);
        chats.put(chatId, chat);
        return chat;
    }

    private boolean remembers(Caller me, long chatId) {
        Chat known = chats.getIfPresent(chatId);
        return known != null && known.hasMember(me.userId());
    }

    private Message messageOf(Caller me, long messageId, String field) {
        return storage.messages()
                .find(messageId, me.userId())
                .orElseThrow(() -> Refusals.noSuchMessage(field));
    }

    static ChatApi.PastMessage past(Message message) {
        Optional<Attachment> file = message.file();
        return new ChatApi.PastMessage(
                message.id(),
                message.chatId(),
                message.senderId(),
                message.recipientId(),
                message.content(),
                message.timeStamp(),
                message.read(),
                message.edited(),
                file.map(Attachment::handle).orElse(""),
                file.map(it -> FileType.ofName(it.name()).wireName()).orElse(""),
                file.map(Attachment::name).orElse(""));
    }
}
