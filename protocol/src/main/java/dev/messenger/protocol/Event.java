package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A frame that the server sends to a client of Part 2. What is empty is left out.
///
/// Those that are [Numbered] tell one number of a chat's log, each number in exactly one frame on a
/// socket, rising: the last one seen is the client's position.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public sealed interface Event extends Frame {

    /// One number of a chat's log.
    sealed interface Numbered extends Event {

        long chatId();

        long seq();
    }

    /// The answer to `hello`.
    ///
    /// @param heartbeatMs between the server's pings
    /// @param resume `ok`; `partial`: some chats have a `gap`; `reset`: drop what you hold
    /// @param heads last `seq` of the chats that moved since, or that the client did not name
    @JsonTypeName("welcome")
    record Welcome(
            Optional<String> ref,
            long userId,
            UUID sessionId,
            String epoch,
            Instant serverTime,
            long heartbeatMs,
            String resume,
            Limits limits,
            Map<Long, Long> heads)
            implements Event {}

    /// @param frameBytes of one message from the client
    /// @param inflight frames of the client that may be unanswered
    /// @param replay numbers of one chat that a `hello` brings back; more are a `gap`
    record Limits(int frameBytes, int inflight, int replay) {}

    /// Numbers that are not replayed: page them over REST.
    @JsonTypeName("gap")
    record Gap(long chatId, long from, long to) implements Event {}

    /// All that was asked for is sent, and what follows comes as it happens.
    ///
    /// @param more after a `sync`: whether a chat's log goes on beyond what was sent
    @JsonTypeName("synced")
    record Synced(Optional<String> ref, Optional<Map<Long, Boolean>> more) implements Event {}

    /// The client read too slowly: these chats are silent until a `sync` of each.
    @JsonTypeName("behind")
    record Behind(Map<Long, Long> heads) implements Event {}

    /// How far a member has received and read a chat.
    @JsonTypeName("receipt")
    record Receipt(long chatId, long userId, long deliveredSeq, long readSeq) implements Event {}

    /// The server stops; come back after a while.
    @JsonTypeName("goaway")
    record GoAway(String reason, long reconnectInMs) implements Event {}

    /// A refusal, in the words of [Rejected]; to be tried again only where `retryAfterMs` stands.
    @JsonTypeName("error")
    record Failure(
            Optional<String> ref,
            String code,
            String message,
            Optional<String> field,
            Optional<Long> retryAfterMs)
            implements Event {}

    /// What was asked for is committed and flushed.
    ///
    /// @param timeOfDay of a new message
    /// @param dup present where the number is no position: the message was stored by an earlier try,
    ///     or the chat is being replayed and its own turn is still to come
    @JsonTypeName("ack")
    record Ack(
            Optional<String> ref,
            Optional<UUID> clientMsgId,
            Optional<Long> messageId,
            long chatId,
            long seq,
            Optional<Instant> timeOfDay,
            Optional<Boolean> dup)
            implements Numbered {

        public Ack asDup() {
            return new Ack(ref, clientMsgId, messageId, chatId, seq, timeOfDay, Optional.of(true));
        }
    }

    /// @param file handle, to know an upload by
    /// @param replay present where it tells of the past
    @JsonTypeName("new_message")
    record NewMessage(
            long messageId,
            long chatId,
            long seq,
            long senderId,
            long recipientId,
            String content,
            Instant timeOfDay,
            boolean isReaded,
            boolean isEdited,
            String fileName,
            @JsonProperty("fileType") String fileType,
            Optional<String> file,
            Optional<Long> replyTo,
            UUID clientMsgId,
            Optional<Boolean> replay)
            implements Numbered {}

    @JsonTypeName("updated_message")
    record UpdatedMessage(
            long messageId,
            long chatId,
            long seq,
            long senderId,
            long recipientId,
            Instant timeOfDay,
            String newContent,
            boolean isEdited,
            String fileName,
            @JsonProperty("fileType") String fileType,
            Optional<Boolean> replay)
            implements Numbered {}

    @JsonTypeName("delete_message")
    record DeleteMessage(long messageId, long chatId, long seq, Optional<Boolean> replay)
            implements Numbered {}

    @JsonTypeName("deleted_chat")
    record DeletedChat(long chatId, long seq, Optional<Boolean> replay) implements Numbered {}

    /// Something happened to the chat as a whole.
    ///
    /// @param event `erased`: all that the user ever wrote there is gone
    @JsonTypeName("chat_event")
    record ChatEvent(long chatId, long seq, String event, long userId, Optional<Boolean> replay)
            implements Numbered {}
}
