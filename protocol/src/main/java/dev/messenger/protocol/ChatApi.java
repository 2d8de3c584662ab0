package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Bodies of the paths about chats and their history.
public final class ChatApi {

    private ChatApi() {}

    /// Asks `/chat_creating`.
    ///
    /// @param userId1 the caller
    /// @param userId2 the other
    public record Creation(
            @JsonProperty("user_id_1") Optional<Long> userId1,
            @JsonProperty("user_id_2") long userId2,
            Optional<String> login,
            Optional<String> password)
            implements SignedBody {
        public Creation {
            Check.id("user_id_2", userId2);
        }

        @Override
        public Optional<Long> callerId() {
            return userId1;
        }

        @Override
        public String callerIdField() {
            return "user_id_1";
        }
    }

    public record Created(String message, long chatId) {}

    /// Asks `/get_past_messages`.
    public record History(
            long chatId,
            Optional<Long> offset,
            Optional<Long> id,
            Optional<String> login,
            Optional<String> password)
            implements SignedBody.ById {
        public History {
            Check.id("chat_id", chatId);
            offset.ifPresent(value -> Check.range("offset", value, 0, Integer.MAX_VALUE));
        }
    }

    /// One row of the answer to `/get_past_messages`; without a file its three fields are `""`.
    ///
    /// @param file the upload's `service_file`
    /// @param originalfile its name
    public record PastMessage(
            long id,
            long chatId,
            long senderId,
            long recipientId,
            String content,
            Instant timeStamp,
            boolean isReaded,
            boolean isEdited,
            String file,
            String fileType,
            @JsonProperty("originalfile") String originalfile) {}

    /// Answers `GET /v2/chats`.
    ///
    /// @param chats the open ones, latest activity first
    public record Chats(String epoch, List<OpenChat> chats) {}

    /// The row of `get_chats`, and where the chat stands.
    ///
    /// @param lastSeq the head of its log; what the row shows is no older
    /// @param receipts how far its members have come, the asker first
    public record OpenChat(
            @JsonUnwrapped ServerFrame.ChatRow row, long lastSeq, List<Receipt> receipts) {}

    public record Receipt(long userId, long deliveredSeq, long readSeq) {}

    /// The query of `GET /v2/chats/{id}/messages`.
    ///
    /// @param beforeSeq only messages with a lower number
    public record MessagesQuery(Optional<Long> beforeSeq, Optional<Long> limit) {

        private static final int LARGEST = 300;

        public MessagesQuery {
            beforeSeq.ifPresent(seq -> Check.range("before_seq", seq, 1, Check.LARGEST_ID));
            limit.ifPresent(it -> Check.range("limit", it, 1, LARGEST));
        }
    }

    /// The query of `GET /v2/chats/{id}/events`.
    ///
    /// @param afterSeq the last number that the asker has
    /// @param waitSeconds how long to wait for the next one if there is none yet
    public record EventsQuery(
            Optional<Long> afterSeq,
            Optional<Long> limit,
            @JsonProperty("wait") Optional<Long> waitSeconds) {

        private static final int LONGEST_WAIT = 25;

        public EventsQuery {
            afterSeq.ifPresent(seq -> Check.range("after_seq", seq, 0, Check.LARGEST_ID));
            limit.ifPresent(it -> Check.range("limit", it, 1, Command.LARGEST_PAGE));
            waitSeconds.ifPresent(it -> Check.range("wait", it, 0, LONGEST_WAIT));
        }
    }

    /// Answers `GET /v2/chats/{id}/messages`.
    ///
    /// @param messages newest first
    /// @param lastSeq the head of the chat's log; the messages are no older
    /// @param more whether there are older ones
    public record Messages(List<Event.Numbered> messages, long lastSeq, boolean more) {}

    /// Answers `GET /v2/chats/{id}/events`.
    ///
    /// @param events oldest first, without a hole
    /// @param lastSeq the head of the chat's log
    /// @param more whether there are later ones by now
    public record Events(List<Event.Numbered> events, long lastSeq, boolean more) {}

    /// Asks `POST /v2/chats/{id}/messages`: what the frame asks for, in the chat that the path names.
    public record NewMessage(
            UUID clientMsgId,
            String content,
            Optional<Long> replyTo,
            Optional<String> file,
            Optional<String> fileName,
            Optional<Instant> timeOfDay) {

        /// A chat that stands for any, to ask the frame whether it would take the fields.
        private static final long SOME_CHAT = 1;

        public NewMessage {
            var _ =
                    new Command.NewMessage(
                            Optional.empty(),
                            clientMsgId,
                            SOME_CHAT,
                            content,
                            replyTo,
                            file,
                            fileName,
                            timeOfDay);
        }

        public Command.NewMessage in(long chatId) {
            return new Command.NewMessage(
                    Optional.empty(),
                    clientMsgId,
                    chatId,
                    content,
                    replyTo,
                    file,
                    fileName,
                    timeOfDay);
        }
    }
}
