package dev.messenger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every storage promises: each test runs against PostgreSQL and against its twin in memory.
@ParameterizedClass(name = "{0}")
@EnumSource(StorageKind.class)
abstract class StorageContract {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

    final Storage storage;
    final ChatLog chatLog;

    StorageContract(StorageKind kind) {
        storage = kind.storage();
        chatLog = storage.openChatLog();
    }

    @AfterEach
    void closeChatLog() {
        chatLog.close();
    }

    /// A chat of two new users.
    record Talk(long chatId, long alice, long bob) {}

    Talk talk() {
        return talk(user("Alice"), user("Bob"));
    }

    Talk talk(long alice, long bob) {
        return switch (storage.chats().create(alice, bob)) {
            case Chats.Creation.Created created -> new Talk(created.chatId(), alice, bob);
            case Chats.Creation other -> throw new AssertionError(other);
        };
    }

    long user(String name) {
        return storage.users().register(unique("login"), name, "hash").orElseThrow();
    }

    static String unique(String prefix) {
        return prefix + UUID.randomUUID();
    }

    static Append.Post post(Talk talk, long sender, String content) {
        return new Append.Post(
                talk.chatId(),
                sender,
                UUID.randomUUID(),
                true,
                Optional.empty(),
                content,
                NOON,
                Optional.empty(),
                OptionalLong.empty());
    }

    static Append.Post withFile(Append.Post post, String handle, String name) {
        return new Append.Post(
                post.chatId(),
                post.actorId(),
                post.clientMsgId(),
                post.fresh(),
                post.requestHash(),
                post.content(),
                post.timeStamp(),
                Optional.of(new Append.Upload(handle, name)),
                post.replyTo());
    }

    static Append.Post replyingTo(long messageId, Append.Post post) {
        return new Append.Post(
                post.chatId(),
                post.actorId(),
                post.clientMsgId(),
                post.fresh(),
                post.requestHash(),
                post.content(),
                post.timeStamp(),
                post.file(),
                OptionalLong.of(messageId));
    }

    /// The same post as a client sends it again.
    static Append.Post resent(Append.Post post) {
        return new Append.Post(
                post.chatId(),
                post.actorId(),
                post.clientMsgId(),
                false,
                post.requestHash(),
                post.content(),
                post.timeStamp(),
                post.file(),
                post.replyTo());
    }

    static Append.Post hashed(Append.Post post, byte... hash) {
        return new Append.Post(
                post.chatId(),
                post.actorId(),
                post.clientMsgId(),
                post.fresh(),
                Optional.of(hash),
                post.content(),
                post.timeStamp(),
                post.file(),
                post.replyTo());
    }

    Appended append(Append append) {
        return chatLog.append(List.of(append)).getFirst();
    }

    /// Stores it alone.
    Message stored(Append.Post post) {
        Appended result = append(post);
        assertThat(result).isInstanceOf(Appended.Posted.class);
        return ((Appended.Posted) result).message();
    }

    List<String> contents(Talk talk) {
        return storage.messages().newestFirst(talk.chatId(), 0, 100).stream()
                .map(Message::content)
                .toList();
    }

    static Appended refused(Appended.Refusal reason) {
        return new Appended.Refused(reason);
    }
}
