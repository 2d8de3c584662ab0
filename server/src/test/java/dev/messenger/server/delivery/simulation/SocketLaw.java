package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.protocol.ServerFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What one socket may be told, and in which order: looks at each frame as it is written.
final class SocketLaw {

    private final Database database;
    private final Law law;
    private final long userId;
    private final Map<Long, Long> last = new HashMap<>();
    private final Set<Long> silent = new HashSet<>();
    private final Map<String, Map<Long, Command.From>> syncs = new HashMap<>();
    private final Set<Long> legacyMessages = new HashSet<>();
    private final Map<Long, Long> legacyLast = new HashMap<>();
    private Map<Long, Long> resumed = Map.of();
    private boolean isWelcome;

    SocketLaw(Database database, long userId) {
        this.database = database;
        this.law = database.law;
        this.userId = userId;
    }

    /// The peer says this.
    void asked(Command command) {
        if (command instanceof Command.Hello hello) {
            resumed = hello.resume().map(Command.Resume::chats).orElse(Map.of());
        } else if (command instanceof Command.Sync sync) {
            syncs.put(sync.ref().orElseThrow(), sync.chats());
        }
    }

    void wrote(Frame frame) {
        switch (frame) {
            case Event event -> wrote(event);
            case ServerFrame.NewMessage message -> {
                member(message.chatId(), frame);
                law.require(legacyMessages.add(message.messageId()), "told twice: {}", message);
                long seq = database.ledger.seqOf(message.messageId());
                Long before = legacyLast.put(message.chatId(), seq);
                law.require(before == null || before < seq, "out of order: {}", message);
            }
            case ServerFrame.UpdatedMessage message -> member(message.chatId(), frame);
            case ServerFrame.DeleteMessage message ->
                    member(database.ledger.chatOf(message.messageId()), frame);
            case ServerFrame.DeletedChat chat -> member(chat.chatId(), frame);
            case ServerFrame.ReadedMessage message ->
                    member(database.ledger.chatOf(message.messageId()), frame);
            case ServerFrame.UpdateChat chat -> member(chat.row().chatId(), frame);
            case ServerFrame.Chats _, ServerFrame.Failure _ -> {}
        }
    }

    private void wrote(Event event) {
        law.require(
                isWelcome || event instanceof Event.Welcome || event instanceof Event.Failure,
                "comes before the welcome: {}",
                event);
        switch (event) {
            case Event.Welcome welcome -> welcomed(welcome);
            case Event.Gap gap -> {
                law.sees("gap");
                law.require(
                        resumed.getOrDefault(gap.chatId(), 0L) == gap.from() - 1,
                        "a gap that is none: {}",
                        gap);
                last.put(gap.chatId(), gap.to());
            }
            case Event.Ack ack -> {
                committed(ack, ack.messageId().orElse(0L));
                if (ack.dup().isEmpty()) {
                    number(ack);
                } else {
                    law.sees("duplicate ack");
                }
            }
            case Event.NewMessage message -> numbered(message, message.messageId());
            case Event.UpdatedMessage message -> numbered(message, message.messageId());
            case Event.DeleteMessage message -> numbered(message, message.messageId());
            case Event.DeletedChat chat -> numbered(chat, 0);
            case Event.ChatEvent chat -> {
                law.sees("erasure");
                numbered(chat, 0);
            }
            case Event.Behind behind -> behind(behind);
            case Event.Synced synced -> synced.more().ifPresent(more -> synced(synced.ref(), more));
            case Event.Receipt receipt -> member(receipt.chatId(), receipt);
            case Event.Failure failure -> {
                law.sees("error " + failure.code());
                failure.ref().ifPresent(syncs::remove);
            }
            case Event.GoAway _ -> law.breach("nobody is sent away here");
        }
    }

    private void welcomed(Event.Welcome welcome) {
        law.require(!isWelcome, "a second welcome");
        law.require(!welcome.resume().equals("reset"), "a reset without a reason");
        isWelcome = true;
        last.putAll(welcome.heads());
        last.putAll(resumed);
    }

    private void behind(Event.Behind behind) {
        law.sees("behind");
        silent.addAll(behind.heads().keySet());
    }

    private void numbered(Event.Numbered event, long messageId) {
        committed(event, messageId);
        number(event);
    }

    private void committed(Event.Numbered event, long messageId) {
        member(event.chatId(), event);
        law.require(
                database.ledger.has(event.chatId(), event.seq(), messageId),
                "told of what is not committed: {}",
                event);
    }

    private void number(Event.Numbered event) {
        long chatId = event.chatId();
        Long before = last.put(chatId, event.seq());
        boolean isNext = !silent.contains(chatId) && (before == null || before + 1 == event.seq());
        boolean isRewound =
                syncs.values().stream()
                        .map(chats -> chats.get(chatId))
                        .anyMatch(from -> from != null && from.after() + 1 == event.seq());
        law.require(isNext || isRewound, "after {} to {}: {}", before, userId, event);
        if (isRewound) {
            silent.remove(chatId);
        }
    }

    private void synced(Optional<String> ref, Map<Long, Boolean> more) {
        Map<Long, Command.From> sync = syncs.remove(ref.orElseThrow());
        if (sync == null) {
            law.breach("synced without a sync: {}", ref);
            return;
        }
        law.require(sync.keySet().equals(more.keySet()), "not what was asked for: {}", more);
        more.forEach(
                (chatId, goesOn) -> {
                    last.merge(chatId, Objects.requireNonNull(sync.get(chatId)).after(), Math::max);
                    if (goesOn) {
                        law.sees("sync to be continued");
                        silent.add(chatId);
                    } else {
                        silent.remove(chatId);
                    }
                });
    }

    private void member(long chatId, Frame frame) {
        law.require(database.isMember(chatId, userId), "{} is told of others: {}", userId, frame);
    }
}
