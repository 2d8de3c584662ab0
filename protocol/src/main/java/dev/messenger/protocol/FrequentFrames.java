package dev.messenger.protocol;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Writes the two frames of which each message needs its own, what its hash is made of, and what each
/// who comes back is told, in the very bytes that Jackson would write: its contexts, and its way to a
/// record's fields, took an eighth of a message's processor time.
///
/// Called by [Json] on any thread. What it leaves to Jackson is all other frames, and texts in which
/// stands what hardly ever does.
final class FrequentFrames {

    private FrequentFrames() {}

    /// @return false if nothing was written, because it is left to Jackson
    static boolean write(Scratch out, Object value) {
        boolean written =
                switch (value) {
                    case Event.Ack ack -> ack(out, ack);
                    case Event.NewMessage message -> message(out, message);
                    case Command.NewMessage.Same same -> same(out, same);
                    case Event.Welcome welcome -> welcome(out, welcome);
                    case Event.Receipt receipt -> receipt(out, receipt);
                    case Event.Synced synced -> synced(out, synced);
                    default -> false;
                };
        if (!written) {
            out.reset();
        }
        return written;
    }

    private static boolean ack(Scratch out, Event.Ack ack) {
        out.ascii("{\"type\":\"ack\"");
        boolean plain = ack.ref().isEmpty() || text(out, "ref", ack.ref().get());
        if (ack.clientMsgId().isPresent()) {
            uuid(out, "client_msg_id", ack.clientMsgId().get());
        }
        optional(out, "message_id", ack.messageId());
        number(out, "chat_id", ack.chatId());
        number(out, "seq", ack.seq());
        if (ack.timeOfDay().isPresent()) {
            time(out, "time_of_day", ack.timeOfDay().get());
        }
        if (ack.dup().isPresent()) {
            flag(out, "dup", ack.dup().get());
        }
        out.ascii("}");
        return plain;
    }

    private static boolean message(Scratch out, Event.NewMessage message) {
        out.ascii("{\"type\":\"new_message\"");
        number(out, "message_id", message.messageId());
        number(out, "chat_id", message.chatId());
        number(out, "seq", message.seq());
        number(out, "sender_id", message.senderId());
        number(out, "recipient_id", message.recipientId());
        boolean plain = text(out, "content", message.content());
        time(out, "time_of_day", message.timeOfDay());
        flag(out, "is_readed", message.isReaded());
        flag(out, "is_edited", message.isEdited());
        plain &= text(out, "file_name", message.fileName());
        plain &= text(out, "fileType", message.fileType());
        plain &= message.file().isEmpty() || text(out, "file", message.file().get());
        optional(out, "reply_to", message.replyTo());
        uuid(out, "client_msg_id", message.clientMsgId());
        if (message.replay().isPresent()) {
            flag(out, "replay", message.replay().get());
        }
        out.ascii("}");
        return plain;
    }

    private static boolean same(Scratch out, Command.NewMessage.Same same) {
        out.ascii("{\"chat_id\":");
        out.decimal(same.chatId());
        boolean plain = text(out, "content", same.content());
        if (same.replyTo().isPresent()) {
            number(out, "reply_to", same.replyTo().get());
        } else {
            absent(out, "reply_to");
        }
        plain &= textOrNull(out, "file", same.file());
        plain &= textOrNull(out, "file_name", same.fileName());
        if (same.timeOfDay().isPresent()) {
            time(out, "time_of_day", same.timeOfDay().get());
        } else {
            absent(out, "time_of_day");
        }
        out.ascii("}");
        return plain;
    }

    private static boolean welcome(Scratch out, Event.Welcome welcome) {
        out.ascii("{\"type\":\"welcome\"");
        boolean plain = welcome.ref().isEmpty() || text(out, "ref", welcome.ref().get());
        number(out, "user_id", welcome.userId());
        uuid(out, "session_id", welcome.sessionId());
        plain &= text(out, "epoch", welcome.epoch());
        time(out, "server_time", welcome.serverTime());
        number(out, "heartbeat_ms", welcome.heartbeatMs());
        plain &= text(out, "resume", welcome.resume());
        out.ascii(",\"limits\":{\"frame_bytes\":");
        out.decimal(welcome.limits().frameBytes());
        number(out, "inflight", welcome.limits().inflight());
        number(out, "replay", welcome.limits().replay());
        out.ascii("},\"heads\":{");
        String before = "\"";
        for (Map.Entry<Long, Long> head : welcome.heads().entrySet()) {
            out.ascii(before);
            out.decimal(head.getKey());
            out.ascii("\":");
            out.decimal(head.getValue());
            before = ",\"";
        }
        out.ascii("}}");
        return plain;
    }

    private static boolean receipt(Scratch out, Event.Receipt receipt) {
        out.ascii("{\"type\":\"receipt\"");
        number(out, "chat_id", receipt.chatId());
        number(out, "user_id", receipt.userId());
        number(out, "delivered_seq", receipt.deliveredSeq());
        number(out, "read_seq", receipt.readSeq());
        out.ascii("}");
        return true;
    }

    private static boolean synced(Scratch out, Event.Synced synced) {
        if (synced.more().isPresent()) {
            return false;
        }
        out.ascii("{\"type\":\"synced\"");
        boolean plain = synced.ref().isEmpty() || text(out, "ref", synced.ref().get());
        out.ascii("}");
        return plain;
    }

    private static boolean textOrNull(Scratch out, String name, Optional<String> value) {
        if (value.isPresent()) {
            return text(out, name, value.get());
        }
        absent(out, name);
        return true;
    }

    private static void absent(Scratch out, String name) {
        name(out, name);
        out.ascii("null");
    }

    private static void name(Scratch out, String name) {
        out.ascii(",\"");
        out.ascii(name);
        out.ascii("\":");
    }

    private static boolean text(Scratch out, String name, String value) {
        name(out, name);
        return out.text(value);
    }

    private static void number(Scratch out, String name, long value) {
        name(out, name);
        out.decimal(value);
    }

    private static void optional(Scratch out, String name, Optional<Long> value) {
        if (value.isPresent()) {
            number(out, name, value.get());
        }
    }

    private static void flag(Scratch out, String name, boolean value) {
        name(out, name);
        out.ascii(value ? "true" : "false");
    }

    private static void time(Scratch out, String name, Instant value) {
        name(out, name);
        out.ascii("\"");
        out.time(value);
        out.ascii("\"");
    }

    private static void uuid(Scratch out, String name, UUID value) {
        name(out, name);
        out.ascii("\"");
        out.uuid(value);
        out.ascii("\"");
    }
}
