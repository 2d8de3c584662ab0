package dev.messenger.server.delivery.simulation;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Frame;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.usecase.Caller;
import dev.messenger.storage.ChatSummary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A client of the original: knows no keys and no numbers, asks once, and forgets what was under way
/// with its connection.
final class LegacyDevice extends Device {

    private final TreeSet<Long> seen = new TreeSet<>();
    private final List<Question> asked = new ArrayList<>();
    private int refusals;

    private record Question(ClientFrame frame, Predicate<ServerFrame> isAnswer) {}

    LegacyDevice(World world, long userId, String name) {
        super(world, userId, name);
    }

    @Override
    SimulatedSocket open() {
        return world.legacy(this, new Caller(userId(), Optional.empty()));
    }

    @Override
    void act(SimulatedSocket open) {
        List<ChatSummary> chats = database.memory.chats().list(userId());
        if (chats.isEmpty()) {
            return;
        }
        ChatSummary chat = schedule.anyOf(chats);
        switch (schedule.below(12)) {
            case 0 -> ask(open, new ClientFrame.GetChats(userId()), ServerFrame.Chats.class);
            case 1 -> edit(open);
            case 2 -> archive(open);
            case 3, 4 -> read(open);
            default -> {
                for (int i = schedule.below(4); i >= 0; i--) {
                    send(open, chat);
                }
            }
        }
    }

    private void send(SimulatedSocket open, ChatSummary chat) {
        String content = newContent();
        ask(
                open,
                new ClientFrame.NewMessage(
                        chat.chatId(),
                        userId(),
                        chat.otherId(),
                        content,
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty()),
                frame ->
                        frame instanceof ServerFrame.NewMessage message
                                && message.content().equals(content));
    }

    private void edit(SimulatedSocket open) {
        if (!seen.isEmpty()) {
            long id = schedule.anyOf(List.copyOf(seen));
            ask(
                    open,
                    new ClientFrame.UpdateMessage(id, newContent()),
                    ServerFrame.UpdatedMessage.class);
        }
    }

    private void archive(SimulatedSocket open) {
        if (!seen.isEmpty()) {
            ask(
                    open,
                    new ClientFrame.ArchiveMessage(schedule.anyOf(List.copyOf(seen))),
                    ServerFrame.DeleteMessage.class);
        }
    }

    private void read(SimulatedSocket open) {
        if (!seen.isEmpty()) {
            ask(
                    open,
                    new ClientFrame.IsReadedMessage(seen.last()),
                    ServerFrame.ReadedMessage.class);
        }
    }

    private void ask(SimulatedSocket open, ClientFrame frame, Class<? extends ServerFrame> answer) {
        ask(open, frame, answer::isInstance);
    }

    private void ask(SimulatedSocket open, ClientFrame frame, Predicate<ServerFrame> isAnswer) {
        database.law.note("{} -> {}", this, frame);
        asked.add(new Question(frame, isAnswer));
        open.say(new String(Json.write(frame), StandardCharsets.UTF_8));
    }

    @Override
    void take(Frame frame) {
        ServerFrame told = (ServerFrame) frame;
        if (told instanceof ServerFrame.NewMessage message) {
            seen.add(message.messageId());
        }
        if (told instanceof ServerFrame.Failure) {
            refusals++;
        } else {
            asked.stream()
                    .filter(it -> it.isAnswer().test(told))
                    .findFirst()
                    .ifPresent(asked::remove);
        }
    }

    @Override
    void disconnected() {
        asked.clear();
        refusals = 0;
    }

    @Override
    void judge() {
        database.law.require(socket != null, "{} is not back", this);
        database.law.require(
                asked.size() <= refusals,
                "{} was refused {} times, but waits for answers to {}",
                this,
                refusals,
                asked);
    }
}
