package dev.messenger.server.usecase;

import dev.messenger.storage.ChatHead;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Storage;
import java.util.List;

/// What was said and done in a chat, page by page, for clients that ask instead of listening.
public final class ChatHistory {

    private final Storage storage;

    public ChatHistory(Storage storage) {
        this.storage = storage;
    }

    /// @param lastSeq the head of the chat's log, as far as it is known
    /// @param more whether there is another page
    public record Page<T>(List<T> rows, long lastSeq, boolean more) {}

    /// Messages of an open chat that can be seen, newest first.
    public Page<Message> messages(Caller me, long chatId, long beforeSeq, int limit) {
        ChatHead head = head(me, chatId);
        if (!head.open()) {
            throw Refusals.noSuchChat();
        }
        // One more than is shown tells whether there is more.
        List<Message> found = storage.messages().before(chatId, beforeSeq, limit + 1);
        return new Page<>(first(limit, found), head.chat().lastSeq(), found.size() > limit);
    }

    /// The next numbers of a chat's log, oldest first; the chat may be archived.
    public Page<LogEntry> events(Caller me, long chatId, long afterSeq, int limit) {
        long head = head(me, chatId).chat().lastSeq();
        List<LogEntry> found = storage.messages().log(chatId, afterSeq, limit + 1);
        long last = found.isEmpty() ? head : Math.max(head, found.getLast().seq());
        return new Page<>(first(limit, found), last, found.size() > limit);
    }

    private ChatHead head(Caller me, long chatId) {
        return storage.chats().head(chatId, me.userId()).orElseThrow(Refusals::noSuchChat);
    }

    private static <T> List<T> first(int limit, List<T> found) {
        return found.subList(0, Math.min(limit, found.size()));
    }
}
