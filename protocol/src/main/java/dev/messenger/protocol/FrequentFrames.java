package dev.messenger.protocol;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Writes the two frames of which each message needs its own, in the very bytes that Jackson would
/// write: its contexts, and its way to a record's fields, took an eighth of a message's processor
/// time.
///
/// Called by [Json] on any thread. What it leaves to Jackson is all other frames, and texts in which
/// stands what hardly ever does.
final class FrequentFrames {

    private final Scratch out;

    private FrequentFrames(Scratch out) {
        this.out = out;
    }

    /// @return false if nothing was written, because it is left to Jackson
    static boolean write(Scratch out, Object value) {
        boolean written =
                switch (value) {
                    case Event.Ack ack -> new FrequentFrames(out).ack(ack);
                    case Event.NewMessage message -> new FrequentFrames(out).message(message);
                    default -> false;
                };
        if (!written) {
            out.reset();
        }
        return written;
    }

    private boolean ack(Event.Ack ack) {
        out.ascii("{\"type\":\"ack\"");
        boolean plain = ack.ref().isEmpty() || text("ref", ack.ref().get());
        ack.clientMsgId().ifPresent(id -> uuid("client_msg_id", id));
        optional("message_id", ack.messageId());
        number("chat_id", ack.chatId());
        number("seq", ack.seq());
        ack.timeOfDay().ifPresent(time -> time("time_of_day", time));
        ack.dup().ifPresent(dup -> flag("dup", dup));
        out.ascii("}");
        return plain;
    }

    private boolean message(Event.NewMessage message) {
        out.ascii("{\"type\":\"new_message\"");
        number("message_id", message.messageId());
        number("chat_id", message.chatId());
        number("seq", message.seq());
        number("sender_id", message.senderId());
        number("recipient_id", message.recipientId());
        boolean plain = text("content", message.content());
        time("time_of_day", message.timeOfDay());
        flag("is_readed", message.isReaded());
        flag("is_edited", message.isEdited());
        plain &= text("file_name", message.fileName());
        plain &= text("fileType", message.fileType());
        plain &= message.file().isEmpty() || text("file", message.file().get());
        optional("reply_to", message.replyTo());
        uuid("client_msg_id", message.clientMsgId());
        message.replay().ifPresent(replay -> flag("replay", replay));
        out.ascii("}");
        return plain;
    }

    private void name(String name) {
        out.ascii(",\"");
        out.ascii(name);
        out.ascii("\":");
    }

    private boolean text(String name, String value) {
        name(name);
        return out.text(value);
    }

    private void number(String name, long value) {
        name(name);
        out.decimal(value);
    }

    private void optional(String name, Optional<Long> value) {
        if (value.isPresent()) {
            number(name, value.get());
        }
    }

    private void flag(String name, boolean value) {
        name(name);
        out.ascii(value ? "true" : "false");
    }

    private void time(String name, Instant value) {
        quoted(name, TimeOfDay.format(value));
    }

    private void uuid(String name, UUID value) {
        quoted(name, value.toString());
    }

    private void quoted(String name, String plain) {
        name(name);
        out.ascii("\"");
        out.ascii(plain);
        out.ascii("\"");
    }
}
