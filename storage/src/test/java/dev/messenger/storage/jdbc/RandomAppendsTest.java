package dev.messenger.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.ChatSummary;
import dev.messenger.storage.Chats;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Message;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Watermark;
import dev.messenger.storage.Watermarks;
import dev.messenger.storage.memory.MemoryStorage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same random batches on PostgreSQL and in memory give the same answers and the same chats, and
/// hold every number once. The seed is the test's argument.
class RandomAppendsTest {

    private static final int USERS = 3;
    private static final int BATCHES = 150;

    private static final MigratedDatabase database = new MigratedDatabase();

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bothStoragesAgreeAndNoNumberIsMissing(long seed) throws SQLException {
        MemoryStorage memory = new MemoryStorage();
        try (World real = new World(database.storage);
                World twin = new World(memory)) {
            Random script = new Random(seed);
            Random realScript = new Random(seed);
            Random twinScript = new Random(seed);
            for (int i = 0; i < BATCHES; i++) {
                int size = 1 + script.nextInt(8);
                assertThat(real.step(realScript, size))
                        .describedAs("seed %d, batch %d", seed, i)
                        .isEqualTo(twin.step(twinScript, size));
            }
            assertThat(real.state()).isEqualTo(twin.state());
            for (int i = 0; i < real.chats.size(); i++) {
                List<Long> all = LongStream.rangeClosed(1, real.lastSeqs.get(i)).boxed().toList();
                assertThat(database.log(real.chats.get(i)))
                        .isEqualTo(all)
                        .isEqualTo(memory.numbers(twin.chats.get(i)));
                assertThat(database.storage.messages().log(real.chats.get(i), 0, 10_000))
                        .extracting(LogEntry::seq)
                        .isEqualTo(all);
                assertTold(real, real.chats.get(i));
            }
        }
    }

    /// What the log says of messages is what can be read of them, no more and no less.
    private static void assertTold(World world, long chat) {
        List<LogEntry> log = world.storage.messages().log(chat, 0, 10_000);
        List<Message> visible = world.storage.messages().newestFirst(chat, 0, 10_000);
        assertThat(log)
                .filteredOn(entry -> entry instanceof LogEntry.Posted)
                .extracting(entry -> ((LogEntry.Posted) entry).message())
                .isEqualTo(visible.reversed());
        assertThat(log)
                .filteredOn(entry -> entry instanceof LogEntry.Edited)
                .extracting(entry -> ((LogEntry.Edited) entry).message())
                .isSubsetOf(visible)
                .containsAll(visible.stream().filter(Message::edited).toList());
        Set<Long> visibleIds = visible.stream().map(Message::id).collect(Collectors.toSet());
        assertThat(log)
                .filteredOn(entry -> entry instanceof LogEntry.Deleted)
                .noneMatch(entry -> visibleIds.contains(((LogEntry.Deleted) entry).messageId()));
    }

    /// One storage with users, chats and messages that both worlds know by their places in the lists.
    private static final class World implements AutoCloseable {
        private final Storage storage;
        private final ChatLog log;
        private final List<Long> users = new ArrayList<>();
        private final List<Long> chats = new ArrayList<>();
        private final List<Long> lastSeqs = new ArrayList<>();
        private final List<Long> messages = new ArrayList<>();
        private final List<Append.Post> posts = new ArrayList<>();
        private final String tag = UUID.randomUUID().toString();
        private int uploads;

        private World(Storage storage) {
            this.storage = storage;
            this.log = storage.openChatLog();
            for (int i = 0; i < USERS; i++) {
                users.add(
                        storage.users()
                                .register("u" + UUID.randomUUID(), "User " + i, "hash")
                                .orElseThrow());
            }
        }

        /// Appends one random batch, sometimes reads, and tells what came of it.
        private List<String> step(Random random, int size) {
            openChats();
            List<Append> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(append(random));
            }
            List<String> told = new ArrayList<>();
            for (Appended result : log.append(batch)) {
                told.add(tell(result));
            }
            if (!messages.isEmpty() && random.nextInt(3) == 0) {
                long message = messages.get(random.nextInt(messages.size()));
                told.add(tell(storage.watermarks().markRead(message, user(random), 3)));
            }
            if (random.nextInt(3) == 0) {
                told.addAll(moveMarks(random));
            }
            return told;
        }

        private List<String> moveMarks(Random random) {
            List<Watermark> marks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long chat = chats.get(random.nextInt(chats.size()));
                long delivered = random.nextInt(150);
                marks.add(new Watermark(chat, user(random), delivered, random.nextInt(150)));
            }
            return storage.watermarks().move(marks).stream()
                    .map(
                            moved ->
                                    "%s: %s"
                                            .formatted(
                                                    tell(moved.now()),
                                                    moved.newlyRead().stream()
                                                            .map(messages::indexOf)
                                                            .toList()))
                    .toList();
        }

        private void openChats() {
            for (int i = 0; i < USERS; i++) {
                for (int j = i + 1; j < USERS; j++) {
                    if (storage.chats().create(users.get(i), users.get(j))
                            instanceof Chats.Creation.Created created) {
                        chats.add(created.chatId());
                        lastSeqs.add(0L);
                    }
                }
            }
        }

        private Append append(Random random) {
            long chat = chats.get(chats.size() - 1 - random.nextInt(Math.min(4, chats.size())));
            long actor = user(random);
            long message =
                    messages.isEmpty()
                            ? Long.MAX_VALUE
                            : messages.get(
                                    messages.size()
                                            - 1
                                            - random.nextInt(Math.min(10, messages.size())));
            String content = "content " + random.nextInt();
            return switch (random.nextInt(40)) {
                case 0 -> new Append.ArchiveChat(chat, actor);
                case 1, 2, 3, 4, 5, 6, 7, 8 -> new Append.Edit(chat, actor, message, content);
                case 9, 10, 11, 12, 13 -> new Append.Archive(chat, actor, message);
                case 14 -> new Append.Erase(chat, actor);
                case 15, 16, 17, 18, 19 -> resend(random, post(random, chat, actor, content));
                default -> post(random, chat, actor, content);
            };
        }

        private Append.Post post(Random random, long chat, long actor, String content) {
            Append.Post post =
                    new Append.Post(
                            chat,
                            actor,
                            new UUID(random.nextLong(), chat),
                            random.nextBoolean(),
                            random.nextBoolean()
                                    ? Optional.of(new byte[] {(byte) random.nextInt(2)})
                                    : Optional.empty(),
                            random.nextInt(50) == 0 ? "poison\0" : content,
                            Instant.ofEpochMilli(random.nextInt()),
                            upload(random, actor),
                            random.nextInt(4) == 0 && !messages.isEmpty()
                                    ? OptionalLong.of(messages.getLast())
                                    : OptionalLong.empty());
            posts.add(post);
            return post;
        }

        private Optional<Append.Upload> upload(Random random, long owner) {
            if (random.nextInt(5) > 0) {
                return Optional.empty();
            }
            if (random.nextInt(4) > 0) {
                uploads++;
                String handle = handle();
                storage.files()
                        .add(
                                owner,
                                handle,
                                "name " + uploads,
                                uploads,
                                "path " + handle,
                                Long.MAX_VALUE);
            }
            return Optional.of(new Append.Upload(handle(), random.nextBoolean() ? "" : "new name"));
        }

        private String handle() {
            return tag + uploads;
        }

        /// An earlier post once more, or the given one; sometimes with something else in it.
        private Append resend(Random random, Append.Post next) {
            int back = random.nextInt(12);
            Append.Post post = back < posts.size() ? posts.get(posts.size() - 1 - back) : next;
            return new Append.Post(
                    post.chatId(),
                    post.actorId(),
                    post.clientMsgId(),
                    false,
                    random.nextInt(4) == 0 ? Optional.of(new byte[] {2}) : post.requestHash(),
                    post.content(),
                    post.timeStamp(),
                    post.file(),
                    post.replyTo());
        }

        private long user(Random random) {
            return users.get(random.nextInt(USERS));
        }

        private String tell(Appended result) {
            return switch (result) {
                case Appended.Posted posted -> {
                    if (!posted.duplicate()) {
                        messages.add(posted.message().id());
                    }
                    yield "posted %s %s %s"
                            .formatted(
                                    tell(posted.chat()),
                                    tell(posted.message()),
                                    posted.duplicate());
                }
                case Appended.Edited edited ->
                        "edited %s %s %d"
                                .formatted(
                                        tell(edited.chat()), tell(edited.message()), edited.seq());
                case Appended.Archived archived ->
                        "archived %s %d %d %s"
                                .formatted(
                                        tell(archived.chat()),
                                        messages.indexOf(archived.messageId()),
                                        archived.seq(),
                                        archived.orphan().map(this::withoutTag));
                case Appended.ChatArchived archived ->
                        "ended %s %d".formatted(tell(archived.chat()), archived.seq());
                case Appended.Erased erased ->
                        "erased %s %d %s %s"
                                .formatted(
                                        tell(erased.chat()),
                                        erased.seq(),
                                        erased.messageIds().stream()
                                                .map(messages::indexOf)
                                                .toList(),
                                        erased.orphans().stream()
                                                .map(this::withoutTag)
                                                .sorted()
                                                .toList());
                case Appended.Refused refused -> refused.reason().toString();
                case Appended.Busy _ -> "busy";
                case Appended.Unknown _ -> "unknown";
                case Appended.Failed _ -> "failed";
            };
        }

        private String tell(Chat chat) {
            lastSeqs.set(chats.indexOf(chat.id()), chat.lastSeq());
            return "chat %d of %d and %d at %d"
                    .formatted(
                            chats.indexOf(chat.id()),
                            users.indexOf(chat.low()),
                            users.indexOf(chat.high()),
                            chat.lastSeq());
        }

        private String tell(Message message) {
            return "message %d in %d at %d from %d to %d by %s: %s at %s %s %s %s %s"
                    .formatted(
                            messages.indexOf(message.id()),
                            chats.indexOf(message.chatId()),
                            message.seq(),
                            users.indexOf(message.senderId()),
                            users.indexOf(message.recipientId()),
                            message.clientMsgId().getMostSignificantBits(),
                            message.content(),
                            message.timeStamp(),
                            message.edited(),
                            message.read(),
                            message.replyTo().stream().mapToObj(messages::indexOf).toList(),
                            message.file()
                                    .map(file -> withoutTag(file.handle()) + " " + file.name()));
        }

        private String tell(Optional<Watermarks.ReadMark> mark) {
            return mark.map(
                            read ->
                                    "%s from %d: %s"
                                            .formatted(
                                                    tell(read.now()),
                                                    users.indexOf(read.senderId()),
                                                    read.messageIds().stream()
                                                            .map(messages::indexOf)
                                                            .toList()))
                    .orElse("nothing read");
        }

        private String tell(Watermark mark) {
            return "in %d %d has received %d and read %d"
                    .formatted(
                            chats.indexOf(mark.chatId()),
                            users.indexOf(mark.userId()),
                            mark.deliveredSeq(),
                            mark.readSeq());
        }

        private String tell(ChatHead head) {
            return "%s, %s, %s"
                    .formatted(
                            tell(head.chat()),
                            head.open(),
                            head.marks().stream().map(this::tell).toList());
        }

        private String tell(LogEntry entry) {
            String told =
                    switch (entry) {
                        case LogEntry.Posted posted -> tell(posted.message());
                        case LogEntry.Edited edited -> "edit of " + tell(edited.message());
                        case LogEntry.Deleted deleted ->
                                "no " + messages.indexOf(deleted.messageId());
                        case LogEntry.ChatArchived _ -> "end";
                        case LogEntry.Erased erased -> "none of " + users.indexOf(erased.userId());
                    };
            return "%d in %d: %s".formatted(entry.seq(), chats.indexOf(entry.chatId()), told);
        }

        private String withoutTag(String handleOrPath) {
            return handleOrPath.replace(tag, "");
        }

        /// All that can be read.
        private List<String> state() {
            List<String> state = new ArrayList<>();
            for (long user : users) {
                for (ChatSummary summary : storage.chats().list(user)) {
                    state.add(
                            "%d sees %s in %d: %s, %d unread"
                                    .formatted(
                                            users.indexOf(user),
                                            summary.otherName(),
                                            chats.indexOf(summary.chatId()),
                                            summary.last(),
                                            summary.unread()));
                }
            }
            for (long chat : chats) {
                for (Message message : storage.messages().newestFirst(chat, 0, 10_000)) {
                    state.add(tell(message));
                }
                for (LogEntry entry : storage.messages().log(chat, 0, 10_000)) {
                    state.add(tell(entry));
                }
            }
            for (long user : users) {
                state.add("%d unread".formatted(storage.watermarks().unread(user)));
                for (ChatHead head : storage.chats().heads(user)) {
                    state.add(tell(head));
                }
            }
            return state;
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
