package dev.messenger.server.usecase;

import dev.messenger.protocol.ExportApi;
import dev.messenger.storage.Chats.Membership;
import dev.messenger.storage.Message;
import dev.messenger.storage.Storage;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// The messages of one chat after the other, oldest first. A page never spans two chats; one is empty
/// where only the next chats are read. For one thread at a time.
final class MessagesOfChats implements Iterator<List<ExportApi.Message>> {

    private final Storage storage;
    private final Iterator<List<Membership>> pages;
    private Iterator<Membership> chats = Collections.emptyIterator();
    private Iterator<List<Message>> messages = Collections.emptyIterator();

    MessagesOfChats(Storage storage, Iterator<List<Membership>> pages) {
        this.storage = storage;
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        return messages.hasNext() || chats.hasNext() || pages.hasNext();
    }

    @Override
    public List<ExportApi.Message> next() {
        if (messages.hasNext()) {
            return messages.next().stream().map(OwnExport::row).toList();
        }
        if (chats.hasNext()) {
            messages = of(chats.next());
            return next();
        }
        chats = pages.next().iterator();
        return List.of();
    }

    private Iterator<List<Message>> of(Membership chat) {
        return new PagesByKey<>(
                OwnExport.PAGE,
                after -> storage.messages().oldestFirst(chat.chatId(), after, OwnExport.PAGE),
                Message::seq);
    }
}
