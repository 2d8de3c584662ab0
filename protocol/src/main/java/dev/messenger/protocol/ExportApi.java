package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The rows of the answer to `GET /v2/export`, a list each but for the profile.
public final class ExportApi {

    private ExportApi() {}

    /// All of it. Nobody makes one: it may not fit in memory, and is written row by row.
    public record Whole(
            Profile profile,
            List<Session> sessions,
            List<Chat> chats,
            List<Message> messages,
            List<File> files) {}

    /// @param avatar as it was given, `""` without one
    public record Profile(
            long id,
            String login,
            String userName,
            Instant createdAt,
            String avatar,
            Instant exportedAt) {}

    /// @param device what it was opened on, `""` if that was not said
    public record Session(
            UUID sessionId,
            String device,
            Instant createdAt,
            Instant lastSeen,
            Instant expiresAt) {}

    /// @param userId the other member
    /// @param deliveredSeq how far one's own devices received the chat
    /// @param readSeq how far one read it oneself
    /// @param otherDeliveredSeq how far the other member's devices received it
    /// @param otherReadSeq how far the other member read it
    public record Chat(
            long chatId,
            long userId,
            String userName,
            long lastSeq,
            long deliveredSeq,
            long readSeq,
            long otherDeliveredSeq,
            long otherReadSeq) {}

    /// The row of `/get_past_messages`, with its number in the chat.
    public record Message(@JsonUnwrapped ChatApi.PastMessage row, long seq) {}

    /// @param size in bytes
    public record File(String serviceFile, String name, long size, Instant createdAt) {}
}
