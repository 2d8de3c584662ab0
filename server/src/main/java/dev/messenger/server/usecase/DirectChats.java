package dev.messenger.server.usecase;

import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.protocol.TimeOfDay;
import dev.messenger.storage.Append;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.ChatSummary;
import dev.messenger.storage.Chats.Creation;
import dev.messenger.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Chats of two: opening, listing, ending.
public final class DirectChats {

    private final Storage storage;

    public DirectChats(Storage storage) {
        this.storage = storage;
    }

    /// Opens a chat and tells every open socket of both.
    public Announced<ChatApi.Created> create(Caller me, ChatApi.Creation asked) {
        long other = asked.userId2();
        if (other == me.userId()) {
            throw noSuchUser();
        }
        return switch (storage.chats().create(me.userId(), other)) {
            case Creation.Created(long chatId) ->
                    new Announced<>(
                            new ChatApi.Created("The chat is created.", chatId),
                            Stream.of(me.userId(), other)
                                    .flatMap(user -> news(chatId, user))
                                    .toList());
            case Creation.Exists(long chatId) ->
                    throw Rejected.because(Reason.CHAT_EXISTS, "You have a chat already.")
                            .with("chat_id", chatId);
            case Creation.NoSuchUser() -> throw noSuchUser();
        };
    }

    public Outcome list(Caller me, ClientFrame.GetChats asked) {
        requireSelf(me, asked.userId());
        List<ServerFrame.ChatRow> rows =
                storage.chats().list(me.userId()).stream().map(DirectChats::row).toList();
        return new Outcome.Answer(new ServerFrame.Chats(rows));
    }

    /// The open chats, and where each stands.
    public ChatApi.Chats open(Caller me) {
        // Read before the rows: what a row shows is then no older than the number beside it.
        Map<Long, ChatHead> heads =
                storage.chats().heads(me.userId()).stream()
                        .collect(Collectors.toMap(head -> head.chat().id(), head -> head));
        return new ChatApi.Chats(
                storage.epoch(),
                storage.chats().list(me.userId()).stream()
                        .flatMap(
                                summary ->
                                        Optional.ofNullable(heads.get(summary.chatId()))
                                                // Opened in between.
                                                .or(() -> head(me, summary.chatId()))
                                                .map(head -> openChat(summary, head))
                                                .stream())
                        .toList());
    }

    private Optional<ChatHead> head(Caller me, long chatId) {
        return storage.chats().head(chatId, me.userId());
    }

    private static ChatApi.OpenChat openChat(ChatSummary summary, ChatHead head) {
        return new ChatApi.OpenChat(
                row(summary),
                head.chat().lastSeq(),
                head.marks().stream()
                        .map(
                                mark ->
                                        new ChatApi.Receipt(
                                                mark.userId(), mark.deliveredSeq(), mark.readSeq()))
                        .toList());
    }

    /// One row of the list, or the end of the chat: the original's README and its code disagreed about
    /// what `update_chat` is for.
    public Outcome update(Caller me, ClientFrame.UpdateChat asked) {
        requireSelf(me, asked.userId());
        if (asked.delete().orElse(false)) {
            return archive(me, asked.chatId());
        }
        return storage.chats()
                .summary(asked.chatId(), me.userId())
                .map(summary -> new Outcome.Answer(new ServerFrame.UpdateChat(row(summary))))
                .orElseThrow(Refusals::noSuchChat);
    }

    public Outcome archive(Caller me, ClientFrame.ArchiveChat asked) {
        requireSelf(me, asked.userId());
        return archive(me, asked.chatId());
    }

    public Outcome archive(Caller me, Command.ArchiveChat asked) {
        return archive(me, asked.chatId());
    }

    /// Strangers do not come as far as the writer, which takes longer for a chat that there is.
    private Outcome archive(Caller me, long chatId) {
        return storage.chats()
                .find(chatId)
                .filter(chat -> chat.hasMember(me.userId()))
                .<Outcome>map(
                        chat -> new Outcome.Write(new Append.ArchiveChat(chatId, me.userId())))
                .orElseThrow(Refusals::noSuchChat);
    }

    private Stream<Outcome.Deliver> news(long chatId, long userId) {
        return storage.chats().summary(chatId, userId).stream()
                .map(
                        summary ->
                                Outcome.Deliver.alike(
                                        userId, new ServerFrame.UpdateChat(row(summary))));
    }

    private static ServerFrame.ChatRow row(ChatSummary chat) {
        return new ServerFrame.ChatRow(
                chat.chatId(),
                chat.otherId(),
                chat.otherName(),
                chat.otherHasAvatar(),
                chat.last().map(ChatSummary.Last::content).orElse(""),
                chat.last().map(last -> TimeOfDay.format(last.timeStamp())).orElse(""),
                chat.unread());
    }

    private static void requireSelf(Caller me, long userId) {
        if (userId != me.userId()) {
            throw Authentication.notYours("user_id");
        }
    }

    private static Rejected noSuchUser() {
        return Rejected.field("user_id_2", Reason.NOT_FOUND, "There is no such user to chat with.");
    }
}
