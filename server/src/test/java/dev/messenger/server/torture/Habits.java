package dev.messenger.server.torture;

import dev.messenger.server.torture.Frame.Mark;
import dev.messenger.server.torture.Requests.Kind;
import dev.messenger.server.torture.Requests.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// What a device does next, drawn from the seed. Used by the thread that sends.
final class Habits {

    private static final int LONGEST_CONTENT = 16_384;
    private static final int LONGEST_BURST = 8;
    private static final long LOUD = 1;

    private final Random random;
    private final List<Long> chats;
    private final Stage stage;
    private final Memory memory;
    private final Requests requests;

    Habits(Random random, List<Long> chats, Stage stage, Memory memory, Requests requests) {
        this.random = random;
        this.chats = chats;
        this.stage = stage;
        this.memory = memory;
        this.requests = requests;
    }

    /// Until the next deed, around 120 ms.
    long pauseMillis() {
        return 20L + random.nextInt(200);
    }

    long backOffMillis() {
        return 20L + random.nextInt(200);
    }

    /// Often the oldest one, so that there is one where a device that sleeps misses more than is
    /// replayed.
    long chat() {
        return chats.get(random.nextInt(3) == 0 ? 0 : random.nextInt(chats.size()));
    }

    /// Of a message to that chat; how long it will be can be told from the mark.
    Mark newMark(long chatId) {
        long bits = random.nextLong();
        boolean loud = stage.loudChats().contains(chatId);
        return new Mark(new UUID(random.nextLong(), loud ? bits | LOUD : bits & ~LOUD), 0);
    }

    /// The content follows from the mark alone: a resend is the same to the letter.
    static String content(Mark mark) {
        if ((mark.id().getLeastSignificantBits() & LOUD) != 0) {
            return mark.content(LONGEST_CONTENT, "語"); // three bytes each
        }
        int spread = mark.id().hashCode() & 0x7F;
        return mark.content(spread == 0 ? 4_000 : 60 + spread, "x");
    }

    /// In the order in which they are to be sent.
    List<Request> next() {
        int choice = random.nextInt(100);
        if (choice < 12) {
            return edit().map(List::of).orElseGet(this::posts);
        }
        if (choice < 16) {
            return archive().map(List::of).orElseGet(this::posts);
        }
        if (choice < 20) {
            return repeat(Kind.REPEAT).map(List::of).orElseGet(this::posts);
        }
        if (choice < 21) {
            return repeat(Kind.REUSE).map(List::of).orElseGet(this::posts);
        }
        return posts();
    }

    /// What is told about receiving and reading; it asks for no answer.
    Optional<Frame> receipt() {
        long chatId = chat();
        long position = memory.position(chatId);
        return switch (random.nextInt(8)) {
            case 0 -> Optional.of(Frame.of("type", "read", "chat_id", chatId, "seq", position));
            case 1, 2 -> Optional.of(Frame.of("type", "received", "chats", memory.positions()));
            default -> Optional.empty();
        };
    }

    /// One, or now and then a burst; of which one may be doubled, or all be out of order.
    private List<Request> posts() {
        int count = random.nextInt(10) == 0 ? 1 + random.nextInt(LONGEST_BURST) : 1;
        List<Request> posts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long chatId = chat();
            posts.add(post(Kind.POST, chatId, newMark(chatId), 0));
        }
        if (random.nextInt(100) < (stage.mischievous() ? 50 : 4)) {
            Request doubled = posts.get(random.nextInt(posts.size()));
            posts.add(post(Kind.POST, doubled.chatId(), doubled.mark(), 0));
            if (stage.mischievous()) {
                Collections.shuffle(posts, random);
            }
        }
        return posts;
    }

    /// What was stored long ago is sent again: the same, or other content under the same id.
    private Optional<Request> repeat(Kind kind) {
        return memory.take(random)
                .map(
                        own -> {
                            memory.giveBack(own);
                            Mark first = new Mark(own.mark().id(), 0);
                            return post(kind, own.chatId(), first, kind == Kind.REUSE ? 1 : 0);
                        });
    }

    private Request post(Kind kind, long chatId, Mark mark, int version) {
        String ref = requests.nextRef();
        return new Request(
                kind,
                ref,
                chatId,
                Frame.NONE,
                mark,
                Frame.of(
                        "type",
                        "new_message",
                        "ref",
                        ref,
                        "client_msg_id",
                        mark.id().toString(),
                        "chat_id",
                        chatId,
                        "content",
                        content(new Mark(mark.id(), version))));
    }

    private Optional<Request> edit() {
        return memory.take(random)
                .map(
                        own -> {
                            String ref = requests.nextRef();
                            Mark mark = new Mark(own.mark().id(), own.mark().version() + 1);
                            return new Request(
                                    Kind.EDIT,
                                    ref,
                                    own.chatId(),
                                    own.messageId(),
                                    mark,
                                    Frame.of(
                                            "type",
                                            "update_message",
                                            "ref",
                                            ref,
                                            "message_id",
                                            own.messageId(),
                                            "new_content",
                                            content(mark)));
                        });
    }

    private Optional<Request> archive() {
        return memory.take(random)
                .map(
                        own -> {
                            String ref = requests.nextRef();
                            memory.withdrew(own.messageId());
                            return new Request(
                                    Kind.ARCHIVE,
                                    ref,
                                    own.chatId(),
                                    own.messageId(),
                                    own.mark(),
                                    Frame.of(
                                            "type",
                                            "archive_message",
                                            "ref",
                                            ref,
                                            "deleting_message_id",
                                            own.messageId()));
                        });
    }
}
