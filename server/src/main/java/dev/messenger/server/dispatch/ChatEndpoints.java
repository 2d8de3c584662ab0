package dev.messenger.server.dispatch;

import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.Event;
import dev.messenger.server.delivery.Telling;
import dev.messenger.server.delivery.Waiters;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.ChatHistory;
import dev.messenger.server.usecase.ChatHistory.Page;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import java.time.Duration;
import java.util.Optional;

/// What a socket of Part 2 does, for clients without one: reading, listening and sending in a chat.
///
/// Runs on the request's virtual thread, which may wait for the chat's writer, or for others to write.
final class ChatEndpoints {

    private static final long USUAL_MESSAGES = 50;
    private static final long USUAL_EVENTS = 100;

    private final ChatHistory history;
    private final Messaging messaging;
    private final Authentication authentication;
    private final Writes writes;
    private final Waiters waiters;
    private final RateLimit<Long> limit;

    /// @param limit how much an account may ask for, frames of its sockets included
    ChatEndpoints(UseCases useCases, Writes writes, Waiters waiters, RateLimit<Long> limit) {
        this.history = useCases.history();
        this.messaging = useCases.messaging();
        this.authentication = useCases.authentication();
        this.writes = writes;
        this.waiters = waiters;
        this.limit = limit;
    }

    ChatApi.Messages messages(Caller me, long chatId, ChatApi.MessagesQuery asked) {
        limit.take(me.userId());
        Page<Message> page =
                history.messages(
                        me,
                        chatId,
                        asked.beforeSeq().orElse(Long.MAX_VALUE),
                        asked.limit().orElse(USUAL_MESSAGES).intValue());
        return new ChatApi.Messages(
                page.rows().stream().map(LogEntry.Posted::new).map(Telling::live).toList(),
                page.lastSeq(),
                page.more());
    }

    /// Answers at once if there is anything, else when there is, or when the client has waited enough.
    ChatApi.Events events(Caller me, long chatId, ChatApi.EventsQuery asked, Head head) {
        limit.take(me.userId());
        Duration wait = Duration.ofSeconds(asked.waitSeconds().orElse(0L));
        if (wait.isZero()) {
            return events(me, chatId, asked);
        }
        try (Waiters.Place place = waiters.watch(chatId, asked.afterSeq().orElse(0L))) {
            head.departure().then(place::release);
            ChatApi.Events now = events(me, chatId, asked);
            if (!now.events().isEmpty() || !place.await(me.userId(), wait)) {
                return now;
            }
            // Whoever signed out while waiting is told nothing more.
            return events(authentication.byToken(head.bearer()), chatId, asked);
        }
    }

    private ChatApi.Events events(Caller me, long chatId, ChatApi.EventsQuery asked) {
        Page<LogEntry> page =
                history.events(
                        me,
                        chatId,
                        asked.afterSeq().orElse(0L),
                        asked.limit().orElse(USUAL_EVENTS).intValue());
        return new ChatApi.Events(
                page.rows().stream().map(Telling::live).toList(), page.lastSeq(), page.more());
    }

    /// Answers what a socket that sent the same would be answered.
    Event.Ack send(Caller me, long chatId, ChatApi.NewMessage asked) {
        limit.take(me.userId());
        Written written = Written.submit(writes, messaging.send(me, chatId, asked).append());
        return Telling.ack(Optional.empty(), written.await()).orElseThrow();
    }
}
