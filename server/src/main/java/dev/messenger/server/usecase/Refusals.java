package dev.messenger.server.usecase;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended.Refusal;

/// What the asker is told when the chat's writer finds, under the lock, that a change must not be.
public final class Refusals {

    private Refusals() {}

    public static Rejected explain(Append append, Refusal refusal) {
        return switch (refusal) {
            case NO_SUCH_CHAT -> noSuchChat();
            case NO_SUCH_MESSAGE -> noSuchMessage(messageField(append));
            case NOT_THE_SENDER -> notTheSender();
            case NO_SUCH_FILE ->
                    Rejected.field(
                            "service_file",
                            Reason.NOT_FOUND,
                            "There is no such upload, or it was sent already.");
            case NO_SUCH_REPLY_TARGET -> noSuchMessage("reply_to");
            case KEY_REUSED ->
                    Rejected.field(
                            "client_msg_id",
                            Reason.CLIENT_MSG_ID_REUSED,
                            "This client_msg_id was used for another message.");
        };
    }

    static Rejected noSuchChat() {
        return Rejected.field("chat_id", Reason.NOT_FOUND, "There is no such chat.");
    }

    static Rejected noSuchMessage(String field) {
        return Rejected.field(field, Reason.NOT_FOUND, "There is no such message.");
    }

    static Rejected notTheSender() {
        return Rejected.field(
                "message_id", Reason.FORBIDDEN, "Only its sender may change a message.");
    }

    private static String messageField(Append append) {
        return append instanceof Append.Archive ? "deleting_message_id" : "message_id";
    }
}
