package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A frame that the server sends: one flat JSON object, told apart by `type` (WIRE Part 1).
///
/// A missing file shows as `""` in `file_name` and in `fileType`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface ServerFrame extends Frame {

    @JsonTypeName("new_message")
    record NewMessage(
            long messageId,
            long chatId,
            long senderId,
            long recipientId,
            String content,
            Instant timeOfDay,
            boolean isReaded,
            boolean isEdited,
            String fileName,
            @JsonProperty("fileType") String fileType)
            implements ServerFrame {}

    @JsonTypeName("updated_message")
    record UpdatedMessage(
            long messageId,
            long chatId,
            long senderId,
            long recipientId,
            Instant timeOfDay,
            String newContent,
            boolean isEdited,
            String fileName,
            @JsonProperty("fileType") String fileType)
            implements ServerFrame {}

    @JsonTypeName("delete_message")
    record DeleteMessage(long messageId) implements ServerFrame {}

    @JsonTypeName("readed_message")
    record ReadedMessage(long messageId, boolean isReaded, long recipientId, long senderId)
            implements ServerFrame {}

    @JsonTypeName("deleted_chat")
    record DeletedChat(long chatId) implements ServerFrame {}

    @JsonTypeName("get_chats")
    record Chats(List<ChatRow> chats) implements ServerFrame {}

    @JsonTypeName("update_chat")
    record UpdateChat(@JsonUnwrapped ChatRow row) implements ServerFrame {}

    /// A refusal, in the words of [Rejected].
    @JsonTypeName("error")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Failure(String code, String message, Optional<String> field, Optional<Long> retryAfterMs)
            implements ServerFrame {}

    /// A chat as the asker sees it.
    ///
    /// @param id the other member's, like `userName` and `avatar`
    /// @param avatar whether the other member has one, to be fetched by `/avatar_download`
    /// @param lastMessage content of the newest message, `""` if there is none
    /// @param lastMessageTime its time of day, `""` if there is none
    record ChatRow(
            long chatId,
            long id,
            String userName,
            boolean avatar,
            String lastMessage,
            String lastMessageTime,
            long notReadedMessages) {}
}
