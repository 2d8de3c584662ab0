package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.delivery.SignIn;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/// A client of Part 2 as it ought to be: numbers everything it has seen, resumes from there, and asks
/// again under the same key until it is answered.
final class ResumingDevice extends Device {

    private static final int BURST = 90;

    private final String token;
    private final Optional<SignIn> upgrade;
    private final Map<Long, ChatView> views = new TreeMap<>();
    private final List<Wish> wishes = new ArrayList<>();

    /// What was said and not refused.
    private final Set<String> promised = new LinkedHashSet<>();

    private final Map<String, Wish> asked = new LinkedHashMap<>();
    private final Map<String, Command.Sync> syncs = new HashMap<>();
    private Map<Long, Long> resumed = Map.of();
    private Optional<String> epoch = Optional.empty();
    private String helloRef = "";
    private boolean isWelcome;
    private int refs;

    /// Something that the person wants, until it is answered.
    ///
    /// @param effect what an answer with a number means
    private record Wish(
            String content,
            Function<Optional<String>, Command> command,
            Consumer<Event.Ack> effect) {}

    ResumingDevice(World world, long userId, String name, String token, Optional<SignIn> upgrade) {
        super(world, userId, name);
        this.token = token;
        this.upgrade = upgrade;
    }

    @Override
    SimulatedSocket open() {
        SimulatedSocket opened = world.resumable(this, upgrade);
        isWelcome = false;
        hello(opened);
        return opened;
    }

    private void hello(SimulatedSocket opened) {
        resumed = new TreeMap<>();
        views.forEach(
                (chatId, view) -> {
                    view.isLost = false;
                    resumed.put(chatId, view.position);
                });
        helloRef = ref();
        say(
                opened,
                new Command.Hello(
                        Optional.of(helloRef),
                        upgrade.isPresent() ? Optional.empty() : Optional.of(token),
                        Optional.empty(),
                        epoch.map(it -> new Command.Resume(it, resumed))));
        if (epoch.isEmpty()) {
            resumed = Map.of();
        }
    }

    private void say(SimulatedSocket open, Command command) {
        Command mutated = command;
        if (database.mutant == Mutant.NO_RESUME && command instanceof Command.Hello hello) {
            mutated =
                    new Command.Hello(hello.ref(), hello.token(), hello.device(), Optional.empty());
        }
        database.law.note("{} -> {}", this, command);
        open.law().asked(command);
        open.say(new String(Json.write(mutated), StandardCharsets.UTF_8));
    }

    private String ref() {
        return Integer.toString(++refs);
    }

    @Override
    void act(SimulatedSocket open) {
        List<Long> chats =
                views.keySet().stream().filter(chatId -> !view(chatId).hasEnded).toList();
        if (!isWelcome || chats.isEmpty()) {
            return;
        }
        long chatId = schedule.anyOf(chats);
        switch (schedule.below(100)) {
            case 0 -> archiveChat(chatId);
            case 1 -> world.createChat(this);
            case 2 -> world.erase(chatId, userId());
            case 3 -> {
                for (int i = 0; i < BURST; i++) {
                    send(chatId, 1);
                }
            }
            case 4, 5, 6, 7, 8 -> sync(List.of(chatId));
            default -> actInChat(open, chatId);
        }
    }

    private void actInChat(SimulatedSocket open, long chatId) {
        switch (schedule.below(10)) {
            case 0 -> anyMessage(chatId, true).ifPresent(id -> edit(chatId, id));
            case 1 -> anyMessage(chatId, false).ifPresent(id -> archive(chatId, id));
            case 2, 3 -> received(open);
            case 4 -> read(open, chatId);
            case 5 -> send(chatId, 2);
            default -> send(chatId, 1);
        }
    }

    /// @param times how often it is asked for at once
    private void send(long chatId, int times) {
        String content = newContent();
        UUID key = new UUID(schedule.bits(), schedule.bits());
        Wish wish =
                new Wish(
                        content,
                        ref ->
                                new Command.NewMessage(
                                        ref,
                                        key,
                                        chatId,
                                        content,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                        ack -> view(chatId).put(ack.messageId().orElseThrow(), userId(), content));
        wishes.add(wish);
        promised.add(content);
        for (int i = 0; i < times; i++) {
            ask(wish);
        }
    }

    private void edit(long chatId, long messageId) {
        String content = newContent();
        wish(
                ref -> new Command.UpdateMessage(ref, messageId, content),
                _ -> view(chatId).put(messageId, userId(), content));
    }

    private void archive(long chatId, long messageId) {
        wish(
                ref -> new Command.ArchiveMessage(ref, messageId),
                _ -> view(chatId).messages.remove(messageId));
    }

    private void archiveChat(long chatId) {
        if (schedule.oneIn(8)) {
            wish(ref -> new Command.ArchiveChat(ref, chatId), _ -> view(chatId).end());
        }
    }

    private void wish(Function<Optional<String>, Command> command, Consumer<Event.Ack> effect) {
        Wish wish = new Wish("", command, effect);
        wishes.add(wish);
        ask(wish);
    }

    private void ask(Wish wish) {
        if (socket != null && isWelcome && wishes.contains(wish)) {
            String ref = ref();
            asked.put(ref, wish);
            say(socket, wish.command().apply(Optional.of(ref)));
        }
    }

    private Optional<Long> anyMessage(long chatId, boolean own) {
        ChatView view = view(chatId);
        List<Long> candidates =
                view.messages.keySet().stream()
                        .filter(id -> !own || Long.valueOf(userId()).equals(view.authors.get(id)))
                        .toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(schedule.anyOf(candidates));
    }

    private void received(SimulatedSocket open) {
        Map<Long, Long> chats = new TreeMap<>();
        views.forEach(
                (chatId, view) -> {
                    if (view.position > view.confirmed) {
                        view.confirmed = view.position;
                        chats.put(chatId, view.position);
                    }
                });
        if (!chats.isEmpty()) {
            say(open, new Command.Received(Optional.of(ref()), chats));
        }
    }

    private void read(SimulatedSocket open, long chatId) {
        say(open, new Command.Read(Optional.of(ref()), chatId, view(chatId).position));
    }

    /// Asks for what is missing of these chats, unless it is on its way.
    private void sync(List<Long> chatIds) {
        Map<Long, Command.From> chats = new TreeMap<>();
        for (long chatId : chatIds) {
            ChatView view = view(chatId);
            if (!view.isSyncing) {
                view.isSyncing = true;
                chats.put(
                        chatId,
                        new Command.From(
                                view.position,
                                schedule.oneIn(2)
                                        ? Optional.empty()
                                        : Optional.of(1L + schedule.below(40))));
            }
        }
        if (!chats.isEmpty() && socket != null) {
            String ref = ref();
            Command.Sync sync = new Command.Sync(Optional.of(ref), chats);
            syncs.put(ref, sync);
            say(socket, sync);
        }
    }

    private void syncLost() {
        if (isWelcome) {
            sync(views.keySet().stream().filter(chatId -> view(chatId).isLost).toList());
        }
    }

    private ChatView view(long chatId) {
        return views.computeIfAbsent(chatId, _ -> new ChatView());
    }

    @Override
    void take(Frame frame) {
        switch (frame) {
            case Event.Welcome welcome -> welcomed(welcome);
            case Event.Gap gap -> view(gap.chatId()).isLost = true;
            case Event.Synced synced -> synced(synced);
            case Event.Behind behind -> {
                behind.heads().keySet().forEach(chatId -> view(chatId).isLost = true);
                syncLost();
            }
            case Event.Receipt receipt -> marked(receipt);
            case Event.Failure failure -> failed(failure);
            case Event.Ack ack -> answered(ack);
            case Event.Numbered event -> told(event.chatId(), event.seq(), it -> it.tell(event));
            case ServerFrame.UpdateChat chat -> view(chat.row().chatId());
            case Event.GoAway _, ServerFrame _ -> database.law.breach("{} gets {}", this, frame);
        }
    }

    private void welcomed(Event.Welcome welcome) {
        epoch = Optional.of(welcome.epoch());
        isWelcome = true;
        welcome.heads()
                .forEach(
                        (chatId, head) -> {
                            if (!resumed.containsKey(chatId) && view(chatId).position < head) {
                                view(chatId).isLost = true;
                            }
                        });
        List.copyOf(wishes).forEach(this::ask);
    }

    /// Of a chat that ended before we came nothing is known but this.
    private void marked(Event.Receipt receipt) {
        ChatView view = views.get(receipt.chatId());
        if (view != null) {
            view.mark(receipt);
        }
    }

    private void synced(Event.Synced synced) {
        Command.Sync sync = syncs.remove(synced.ref().orElseThrow());
        if (sync != null) {
            Map<Long, Boolean> more = synced.more().orElseThrow();
            for (long chatId : sync.chats().keySet()) {
                view(chatId).isSyncing = false;
                view(chatId).isLost = Boolean.TRUE.equals(more.get(chatId));
            }
        }
        syncLost();
    }

    private void answered(Event.Ack ack) {
        Wish wish = asked.remove(ack.ref().orElseThrow());
        if (wish == null) {
            database.law.breach("{} never asked for {}", this, ack);
            return;
        }
        if (ack.dup().isEmpty()) {
            told(ack.chatId(), ack.seq(), _ -> wish.effect().accept(ack));
        }
        wishes.remove(wish);
    }

    private void failed(Event.Failure failure) {
        String ref = failure.ref().orElse("");
        Duration wait = Duration.ofMillis(failure.retryAfterMs().orElse(0L));
        boolean again = failure.retryAfterMs().isPresent();
        Wish wish = asked.remove(ref);
        Command.Sync sync = syncs.remove(ref);
        SimulatedSocket same = socket;
        if (wish != null && again) {
            schedule.after(wait, () -> ask(wish));
        } else if (wish != null) {
            wishes.remove(wish);
            promised.remove(wish.content());
        } else if (sync != null) {
            sync.chats().keySet().forEach(chatId -> view(chatId).isSyncing = false);
            sync.chats().keySet().forEach(chatId -> view(chatId).isLost = again);
            schedule.after(wait, this::syncLost);
        } else if (ref.equals(helloRef) && same != null) {
            schedule.after(
                    wait,
                    () -> {
                        if (same.equals(socket) && !isWelcome) {
                            hello(same);
                        }
                    });
        }
    }

    private void told(long chatId, long seq, Consumer<ChatView> change) {
        if (seq > 1 && !views.containsKey(chatId)) {
            // It had ended before we came, and was not named in the welcome.
            return;
        }
        ChatView view = view(chatId);
        if (seq == view.position + 1) {
            view.position = seq;
            change.accept(view);
        } else if (seq > view.position) {
            database.law.require(
                    view.isLost || view.isSyncing,
                    "{} has {} of chat {} and is told {}",
                    this,
                    view.position,
                    chatId,
                    seq);
        }
    }

    @Override
    void disconnected() {
        isWelcome = false;
        asked.clear();
        syncs.clear();
        views.values().forEach(view -> view.isSyncing = false);
        if (database.mutant == Mutant.NO_RESENDS) {
            wishes.clear();
        }
    }

    /// Before the end: what ended without us is known to the log alone.
    void syncEnded() {
        for (ChatHead head : database.memory.chats().heads(userId())) {
            if (!head.open() && views.containsKey(head.chat().id())) {
                view(head.chat().id()).isLost = true;
            }
        }
        syncLost();
    }

    /// Whether it was told of every change that somebody was answered for.
    void judgeAnswered() {
        views.forEach(
                (chatId, view) ->
                        database.law.require(
                                view.position >= database.ledger.answered(chatId),
                                "{} has {} of chat {}, where {} is acknowledged",
                                this,
                                view.position,
                                chatId,
                                database.ledger.answered(chatId)));
    }

    @Override
    void judge() {
        Law law = database.law;
        law.require(socket != null && isWelcome, "{} is not back", this);
        law.require(asked.isEmpty(), "{} waits for answers to {}", this, asked);
        law.require(wishes.isEmpty(), "{} wishes in vain: {}", this, wishes);
        for (String content : promised) {
            law.require(database.ledger.has(content), "{} is not stored", content);
        }
        for (ChatHead head : database.memory.chats().heads(userId())) {
            ChatView view = views.get(head.chat().id());
            if (view != null || head.open()) {
                judge(head, view == null ? new ChatView() : view);
            }
        }
    }

    private void judge(ChatHead head, ChatView view) {
        Law law = database.law;
        long chatId = head.chat().id();
        law.require(
                view.position == head.chat().lastSeq(),
                "{} has {} of chat {}, which has {}",
                this,
                view.position,
                chatId,
                head.chat().lastSeq());
        Map<Long, String> truth = new TreeMap<>();
        for (LogEntry entry : database.memory.messages().log(chatId, 0, Integer.MAX_VALUE)) {
            if (entry instanceof LogEntry.Posted(var message)) {
                truth.put(message.id(), message.content());
            }
        }
        law.require(
                view.messages.equals(truth),
                "{} shows {} in chat {} instead of {}",
                this,
                view.messages,
                chatId,
                truth);
        for (Watermark mark : head.marks()) {
            Event.Receipt none = new Event.Receipt(chatId, mark.userId(), 0, 0);
            Event.Receipt known = view.marks.getOrDefault(mark.userId(), none);
            law.require(
                    known.deliveredSeq() == mark.deliveredSeq()
                            && known.readSeq() == mark.readSeq(),
                    "{} has {} in place of {}",
                    this,
                    known,
                    mark);
        }
    }
}
