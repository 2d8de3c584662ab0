package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What a device knows of one chat, from nothing but what it was told.
final class ChatView {

    final Map<Long, String> messages = new TreeMap<>();
    final Map<Long, Long> authors = new HashMap<>();
    final Map<Long, Event.Receipt> marks = new TreeMap<>();
    long position;
    boolean hasEnded;

    /// It must ask before it is told more.
    boolean isLost;

    boolean isSyncing;
    long confirmed;

    void tell(Event.Numbered event) {
        switch (event) {
            case Event.NewMessage it -> put(it.messageId(), it.senderId(), it.content());
            case Event.UpdatedMessage it -> put(it.messageId(), it.senderId(), it.newContent());
            case Event.DeleteMessage it -> messages.remove(it.messageId());
            case Event.DeletedChat _ -> end();
            case Event.ChatEvent it ->
                    messages.keySet().removeIf(id -> Objects.equals(authors.get(id), it.userId()));
            case Event.Ack _ -> throw new IllegalArgumentException("needs what was asked for");
        }
    }

    void put(long messageId, long senderId, String content) {
        messages.put(messageId, content);
        authors.put(messageId, senderId);
    }

    void end() {
        messages.clear();
        hasEnded = true;
    }

    void mark(Event.Receipt receipt) {
        marks.merge(
                receipt.userId(),
                receipt,
                (a, b) ->
                        new Event.Receipt(
                                a.chatId(),
                                a.userId(),
                                Math.max(a.deliveredSeq(), b.deliveredSeq()),
                                Math.max(a.readSeq(), b.readSeq())));
    }
}
