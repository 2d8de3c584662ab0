package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

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
}
