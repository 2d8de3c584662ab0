package dev.messenger.protocol;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the one frame that each message comes in, as clients write it that use a library for JSON: no
/// space between the tokens, `type` first, nothing escaped. Jackson would make thirty objects on its
/// way to the same record, a fifth of all that was allocated for a message.
///
/// Called by [Json] on any thread. It only ever accepts: whatever is unusual, or refused, is left to
/// Jackson, and to the words in which that is told.
final class NewMessageReader {

    private static final String BEGINNING = "{\"type\":\"new_message\"";

    /// Of a number up to [Check#LARGEST_ID].
    private static final int MOST_DIGITS = 16;

    private final String text;
    private int at = BEGINNING.length();

    private NewMessageReader(String text) {
        this.text = text;
    }

    /// @return null if it is left to Jackson
    static @Nullable Command read(String text) {
        if (!text.startsWith(BEGINNING) || text.indexOf('\\') >= 0) {
            return null;
        }
        try {
            return new NewMessageReader(text).message();
        } catch (Rejected | NumberFormatException leftToJackson) {
            return null;
        }
    }

    /// Each field once; a second one of a name is unusual, as is any other name.
    private Command message() {
        String ref = null;
        UUID clientMsgId = null;
        long chatId = 0;
        String content = null;
        long replyTo = 0;
        String file = null;
        String fileName = null;
        Instant timeOfDay = null;
        while (passes(",")) {
            if (ref == null && passes("\"ref\":\"")) {
                ref = string();
            } else if (clientMsgId == null && passes("\"client_msg_id\":\"")) {
                clientMsgId = uuid();
            } else if (chatId == 0 && passes("\"chat_id\":")) {
                chatId = id();
            } else if (content == null && passes("\"content\":\"")) {
                content = string();
            } else if (timeOfDay == null && passes("\"time_of_day\":\"")) {
                timeOfDay = TimeOfDay.parse(string());
            } else if (replyTo == 0 && passes("\"reply_to\":")) {
                replyTo = id();
            } else if (file == null && passes("\"file\":\"")) {
                file = string();
            } else if (fileName == null && passes("\"file_name\":\"")) {
                fileName = string();
            } else {
                throw unusual();
            }
        }
        expect("}");
        if (at < text.length() || clientMsgId == null || chatId == 0 || content == null) {
            throw unusual();
        }
        return new Command.NewMessage(
                Optional.ofNullable(ref),
                clientMsgId,
                chatId,
                content,
                replyTo == 0 ? Optional.empty() : Optional.of(replyTo),
                Optional.ofNullable(file),
                Optional.ofNullable(fileName),
                Optional.ofNullable(timeOfDay));
    }

    /// After its first quote. With nothing escaped, the next one ends it.
    private String string() {
        int end = text.indexOf('"', at);
        if (end < 0) {
            throw unusual();
        }
        boolean hasSurrogates = false;
        for (int i = at; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                throw unusual();
            }
            hasSurrogates |= Character.isSurrogate(c);
        }
        String string = text.substring(at, end);
        if (hasSurrogates) {
            Check.characters(string);
        }
        at = end + 1;
        return string;
    }

    /// After its first quote, in the one form that is accepted.
    private UUID uuid() {
        long high = hex(8) << 32;
        expect("-");
        high |= hex(4) << 16;
        expect("-");
        high |= hex(4);
        expect("-");
        long low = hex(4) << 48;
        expect("-");
        low |= hex(12);
        expect("\"");
        return new UUID(high, low);
    }

    private long hex(int digits) {
        int begin = at;
        at += digits;
        if (at > text.length()) {
            throw unusual();
        }
        return HexFormat.fromHexDigitsToLong(text, begin, at);
    }

    private long id() {
        int end = Math.min(text.length(), at + MOST_DIGITS);
        long id = 0;
        int digit = digit();
        while (at < end && digit >= (id == 0 ? 1 : 0) && digit <= 9) {
            id = 10 * id + digit;
            at++;
            digit = digit();
        }
        if (id == 0) {
            throw unusual();
        }
        return id;
    }

    private int digit() {
        return at < text.length() ? text.charAt(at) - '0' : -1;
    }

    private void expect(String next) {
        if (!passes(next)) {
            throw unusual();
        }
    }

    /// Goes beyond what comes next, if it is this.
    private boolean passes(String next) {
        boolean isNext = text.startsWith(next, at);
        if (isNext) {
            at += next.length();
        }
        return isNext;
    }

    /// Nobody is told of it.
    private static Rejected unusual() {
        return Rejected.because(Reason.INVALID_JSON, "This is left to Jackson.");
    }
}
