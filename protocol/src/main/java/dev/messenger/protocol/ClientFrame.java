package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Optional;

/// A frame that a client sends: one flat JSON object, told apart by `type` (WIRE Part 1).
///
/// A new type is a record here and an arm in the dispatcher's switch, which does not compile without.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface ClientFrame {

    int LONGEST_CONTENT = 16_384;

    /// @param fileName `""` without a file, like `serviceFile`
    @JsonTypeName("new_message")
    record NewMessage(
            long chatId,
            long senderId,
            long recipientId,
            String content,
            Instant timeOfDay,
            Optional<String> fileName,
            Optional<String> serviceFile)
            implements ClientFrame {
        public NewMessage {
            Check.id("chat_id", chatId);
            Check.id("sender_id", senderId);
            Check.id("recipient_id", recipientId);
            Check.length("content", content, 0, LONGEST_CONTENT);
            fileName = fileName.filter(name -> !name.isEmpty());
            fileName.ifPresent(name -> FileApi.checkName("file_name", name));
            serviceFile = serviceFile.filter(handle -> !handle.isEmpty());
            serviceFile.ifPresent(handle -> Check.length("service_file", handle, 1, 255));
            if (fileName.isPresent() != serviceFile.isPresent()) {
                String absent = fileName.isPresent() ? "service_file" : "file_name";
                throw Rejected.field(
                        absent,
                        Reason.MISSING_FIELD,
                        "The fields file_name and service_file go together.");
            }
        }
    }

    @JsonTypeName("update_message")
    record UpdateMessage(long messageId, String newContent) implements ClientFrame {
        public UpdateMessage {
            Check.id("message_id", messageId);
            Check.length("new_content", newContent, 0, LONGEST_CONTENT);
        }
    }

    @JsonTypeName("archive_message")
    record ArchiveMessage(long deletingMessageId) implements ClientFrame {
        public ArchiveMessage {
            Check.id("deleting_message_id", deletingMessageId);
        }
    }

    @JsonTypeName("is_readed_message")
    record IsReadedMessage(long messageId) implements ClientFrame {
        public IsReadedMessage {
            Check.id("message_id", messageId);
        }
    }

    @JsonTypeName("archive_chat")
    record ArchiveChat(long chatId, long userId) implements ClientFrame {
        public ArchiveChat {
            Check.id("chat_id", chatId);
            Check.id("user_id", userId);
        }
    }

    @JsonTypeName("get_chats")
    record GetChats(long userId) implements ClientFrame {
        public GetChats {
            Check.id("user_id", userId);
        }
    }

    /// @param delete `true` makes it an [ArchiveChat], as the original's README has it
    @JsonTypeName("update_chat")
    record UpdateChat(long chatId, long userId, Optional<Boolean> delete) implements ClientFrame {
        public UpdateChat {
            Check.id("chat_id", chatId);
            Check.id("user_id", userId);
        }
    }
}
