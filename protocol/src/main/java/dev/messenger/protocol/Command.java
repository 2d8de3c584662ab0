package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A frame that a client of Part 2 sends: one flat JSON object, told apart by `type`.
///
/// What is answered carries the `ref` that the client gave, so that it can tell answers apart.
///
/// A new type is a record here and an arm in the dispatcher's switch, which does not compile without.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Command {

    /// Of WebSockets: who names it speaks Part 2, all others speak Part 1.
    String SUBPROTOCOL = "messenger.v2.json";

    int LONGEST_REF = 64;

    /// Chats that one `hello` or `sync` may name.
    int MOST_CHATS = 2_000;

    /// Numbers of one chat that one `sync` may ask for.
    int LARGEST_PAGE = 500;

    Optional<String> ref();

    /// Always the first.
    ///
    /// @param token of a session; may be absent where the upgrade came with one
    @JsonTypeName("hello")
    record Hello(
            Optional<String> ref,
            Optional<String> token,
            Optional<Device> device,
            Optional<Resume> resume)
            implements Command {
        public Hello {
            checkRef(ref);
        }
    }

    /// What the client runs on, in its own words.
    record Device(Optional<String> id, Optional<String> name) {
        public Device {
            id.ifPresent(it -> Check.length("device", it, 0, 255));
            name.ifPresent(it -> Check.length("device", it, 0, 255));
        }
    }

    /// How far the client has seen which chat.
    ///
    /// @param epoch the server's, as of then
    /// @param chats the last `seq` seen, by chat
    record Resume(String epoch, Map<Long, Long> chats) {
        public Resume {
            Check.length("resume", epoch, 0, 64);
            chats = positions("resume", chats);
        }
    }

    /// @param clientMsgId makes a resend recognisable, for ever
    /// @param file handle of an upload
    /// @param fileName what to call it, if not as it was uploaded
    /// @param timeOfDay the client's clock; the server's where it is absent
    @JsonTypeName("new_message")
    record NewMessage(
            Optional<String> ref,
            UUID clientMsgId,
            long chatId,
            String content,
            Optional<Long> replyTo,
            Optional<String> file,
            Optional<String> fileName,
            Optional<Instant> timeOfDay)
            implements Command {
        public NewMessage {
            checkRef(ref);
            Check.id("chat_id", chatId);
            Check.length("content", content, 0, ClientFrame.LONGEST_CONTENT);
            replyTo.ifPresent(id -> Check.id("reply_to", id));
            file = file.filter(handle -> !handle.isEmpty());
            file.ifPresent(handle -> Check.length("file", handle, 1, 255));
            fileName = fileName.filter(name -> !name.isEmpty());
            fileName.ifPresent(name -> FileApi.checkName("file_name", name));
            if (fileName.isPresent() && file.isEmpty()) {
                throw Rejected.field(
                        "file", Reason.MISSING_FIELD, "The field file_name needs the field file.");
            }
        }

        /// All but what may differ between two tries, as JSON to be hashed. Hashes are stored, so its
        /// fields and their order are for ever.
        public record Same(
                long chatId,
                String content,
                Optional<Long> replyTo,
                Optional<String> file,
                Optional<String> fileName,
                Optional<Instant> timeOfDay) {}

        /// What tells a true resend from another message under the same key.
        public Same same() {
            return new Same(chatId, content, replyTo, file, fileName, timeOfDay);
        }
    }

    @JsonTypeName("update_message")
    record UpdateMessage(Optional<String> ref, long messageId, String newContent)
            implements Command {
        public UpdateMessage {
            checkRef(ref);
            Check.id("message_id", messageId);
            Check.length("new_content", newContent, 0, ClientFrame.LONGEST_CONTENT);
        }
    }

    @JsonTypeName("archive_message")
    record ArchiveMessage(Optional<String> ref, long deletingMessageId) implements Command {
        public ArchiveMessage {
            checkRef(ref);
            Check.id("deleting_message_id", deletingMessageId);
        }
    }

    @JsonTypeName("archive_chat")
    record ArchiveChat(Optional<String> ref, long chatId) implements Command {
        public ArchiveChat {
            checkRef(ref);
            Check.id("chat_id", chatId);
        }
    }

    /// This device has everything up to there.
    ///
    /// @param chats the last `seq` received without a hole, by chat
    @JsonTypeName("received")
    record Received(Optional<String> ref, Map<Long, Long> chats) implements Command {
        public Received {
            checkRef(ref);
            chats = positions("chats", chats);
        }
    }

    /// The user has read everything up to there.
    @JsonTypeName("read")
    record Read(Optional<String> ref, long chatId, long seq) implements Command {
        public Read {
            checkRef(ref);
            Check.id("chat_id", chatId);
            Check.range("seq", seq, 0, Check.LARGEST_ID);
        }
    }

    /// Asks for the log of chats, and for what follows as it happens.
    @JsonTypeName("sync")
    record Sync(Optional<String> ref, Map<Long, From> chats) implements Command {
        public Sync {
            checkRef(ref);
            checkChats("chats", chats);
        }
    }

    /// @param after the last `seq` seen
    /// @param limit the most numbers to be sent
    record From(long after, Optional<Long> limit) {
        public From {
            Check.range("chats", after, 0, Check.LARGEST_ID);
            limit.ifPresent(it -> Check.range("chats", it, 1, LARGEST_PAGE));
        }
    }

    /// The `ref` of a frame that cannot be read as a command, if that much of it can be.
    static Optional<String> refOf(String text) {
        try {
            return Json.read(text, RefAlone.class).ref();
        } catch (Rejected unreadable) {
            return Optional.empty();
        }
    }

    private static void checkRef(Optional<String> ref) {
        ref.ifPresent(it -> Check.length("ref", it, 0, LONGEST_REF));
    }

    private static Map<Long, Long> positions(String field, Map<Long, Long> chats) {
        checkChats(field, chats);
        chats.values().forEach(seq -> Check.range(field, seq, 0, Check.LARGEST_ID));
        return Map.copyOf(chats);
    }

    private static void checkChats(String field, Map<Long, ?> chats) {
        if (chats.size() > MOST_CHATS) {
            throw Rejected.outside(
                    new Bounds(Bounds.Unit.ENTRIES, 0, MOST_CHATS),
                    field,
                    Reason.OUT_OF_RANGE,
                    "The field " + field + " may name at most " + MOST_CHATS + " chats.");
        }
        if (chats.values().stream().anyMatch(Objects::isNull)) {
            throw Rejected.field(
                    field, Reason.INVALID_TYPE, "The field " + field + " must have no nulls.");
        }
        chats.keySet().forEach(id -> Check.id(field, id));
    }
}

/// Of a frame, what is left when all else is wrong with it.
record RefAlone(Optional<String> ref) {
    RefAlone {
        ref.ifPresent(it -> Check.length("ref", it, 0, Command.LONGEST_REF));
    }
}
