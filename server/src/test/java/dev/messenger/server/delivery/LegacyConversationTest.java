package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Frame;
import dev.messenger.protocol.Rejected;
import dev.messenger.protocol.ServerFrame;
import dev.messenger.server.usecase.Bearers;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.Chat;
import dev.messenger.storage.StorageUnavailable;
import dev.messenger.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LegacyConversationTest {

    private static final Caller ME = new Caller(1, Optional.empty());
    private static final String GET_CHATS = "{\"type\":\"get_chats\",\"user_id\":1}";

    private final RecordingPeer peer = new RecordingPeer();
    private final RecordingSockets sockets = new RecordingSockets();
    private final LinkedBlockingQueue<Writes.Answer> unanswered = new LinkedBlockingQueue<>();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private RateLimit<Long> frames = RateLimit.off();
    private final FrameMeter.Both meters = FrameMeter.ofBothParts();

    @Test
    void consecutiveMessagesAreWrittenWithoutWaitingAndInOrder() throws Exception {
        Conversation conversation = conversation(LegacyConversationTest::act);
        for (int i = 0; i < 10; i++) {
            conversation.receive(message("m" + i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(unanswered.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(written).hasSize(10).isSorted();
    }

    @Test
    void frameThatReadsWaitsForWhatTheSocketWrote() throws Exception {
        Conversation conversation = conversation(LegacyConversationTest::act);
        conversation.receive(message("m"));
        conversation.receive(GET_CHATS);
        Writes.Answer answer = unanswered.poll(10, TimeUnit.SECONDS);
        assertThat(peer.sent).isEmpty();

        answer.written(new Appended.ChatArchived(new Chat(1, 1, 2, 1), 1));
        assertThat(peer.sent.poll(10, TimeUnit.SECONDS)).isInstanceOf(ServerFrame.Chats.class);
    }

    @Test
    void refusalsAreAnsweredAndTheSocketLives() throws Exception {
        Conversation conversation =
                conversation(
                        (me, frame) -> {
                            throw Rejected.notFound("No.");
                        });
        conversation.receive("no json");
        assertThat(failure()).isEqualTo("invalid_json");
        conversation.receive("{\"type\":\"get_chats\"}");
        assertThat(failure()).isEqualTo("missing_field");
        conversation.receive(GET_CHATS);
        assertThat(failure()).isEqualTo("not_found");
        assertThat(peer.closed).isEmpty();
    }

    @Test
    void failedWriteIsAnswered() throws Exception {
        Conversation conversation = conversation(LegacyConversationTest::act);
        conversation.receive(message("m"));
        unanswered
                .poll(10, TimeUnit.SECONDS)
                .failed(new StorageUnavailable("away", new RuntimeException()));
        assertThat(failure()).isEqualTo("unavailable");
    }

    @Test
    void framesBeyondTheLimitAreToldWhenToComeBack() throws Exception {
        frames = RateLimit.of(1, 1);
        Conversation conversation = conversation(LegacyConversationTest::act);
        conversation.receive(GET_CHATS);
        conversation.receive(GET_CHATS);
        assertThat(peer.sent.poll(10, TimeUnit.SECONDS)).isInstanceOf(ServerFrame.Chats.class);
        ServerFrame.Failure refusal = (ServerFrame.Failure) peer.sent.poll(10, TimeUnit.SECONDS);
        assertThat(refusal.code()).isEqualTo("rate_limited");
        assertThat(refusal.retryAfterMs()).isPresent();
    }

    @Test
    void faultOfOursClosesTheSocket() throws Exception {
        Conversation conversation =
                conversation(
                        (me, frame) -> {
                            throw new IllegalStateException("a bug");
                        });
        conversation.receive(GET_CHATS);
        assertThat(peer.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseCode.INTERNAL);
    }

    @Test
    void evenAnErrorClosesTheSocketRatherThanLeavingItMute() throws Exception {
        Conversation conversation =
                conversation(
                        (me, frame) -> {
                            throw new AssertionError("a worse bug");
                        });
        conversation.receive(GET_CHATS);
        assertThat(peer.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseCode.INTERNAL);
    }

    @Test
    void readingPausesWhileTheInboxIsFull() {
        List<Runnable> work = new ArrayList<>();
        Conversation conversation = conversation(LegacyConversationTest::act, work::add);
        for (int i = 1; i < Conversation.LIMIT; i++) {
            conversation.receive(GET_CHATS);
        }
        assertThat(peer.flow).isEmpty();
        conversation.receive(GET_CHATS);
        assertThat(peer.flow).containsExactly("pause");

        assertThat(work).hasSize(1);
        work.getFirst().run();
        assertThat(peer.flow).containsExactly("pause", "resume");
        assertThat(peer.sent).hasSize(Conversation.LIMIT);
    }

    @Test
    void closedConversationForgetsWhatWaits() {
        List<Runnable> work = new ArrayList<>();
        Conversation conversation = conversation(LegacyConversationTest::act, work::add);
        conversation.receive(GET_CHATS);
        conversation.close();
        work.getFirst().run();
        assertThat(peer.sent).isEmpty();
    }

    private String failure() throws InterruptedException {
        return ((ServerFrame.Failure) peer.sent.poll(10, TimeUnit.SECONDS)).code();
    }

    private Conversation conversation(BiFunction<Caller, ClientFrame, Outcome> useCases) {
        return conversation(useCases, task -> Thread.ofVirtual().start(task));
    }

    private Conversation conversation(
            BiFunction<Caller, ClientFrame, Outcome> useCases, Executor workers) {
        MemoryStorage storage = new MemoryStorage();
        Arrivals arrivals = new Arrivals(workers);
        Resumption resumption =
                new Resumption(
                        storage, Duration.ZERO, new Event.Limits(0, 0, 0), InstantSource.system());
        return new LegacyConversation(
                ME,
                peer,
                new Backstage(
                        useCases,
                        (me, command) -> {
                            throw new AssertionError("nobody speaks Part 2 here");
                        },
                        new Reception(
                                new Bearers(storage, InstantSource.system()), resumption, arrivals),
                        resumption,
                        frames,
                        meters,
                        this::submit,
                        sockets,
                        _ -> {},
                        arrivals,
                        workers));
    }

    private static Outcome act(Caller me, ClientFrame frame) {
        return frame instanceof ClientFrame.NewMessage asked
                ? new Outcome.Write(ChatWriterTest.post(asked.chatId(), asked.content()))
                : new Outcome.Answer(new ServerFrame.Chats(List.of()));
    }

    private void submit(Append append, Writes.Answer answer) {
        written.add(((Append.Post) append).content());
        unanswered.add(answer);
    }

    private static String message(String content) {
        return """
        {"type":"new_message","chat_id":1,"sender_id":1,"recipient_id":2,"content":"%s",\
        "time_of_day":0}"""
                .formatted(content);
    }

    private static final class RecordingPeer implements Peer {
        final LinkedBlockingQueue<Frame> sent = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<CloseCode> closed = new LinkedBlockingQueue<>();
        final List<String> flow = new CopyOnWriteArrayList<>();

        @Override
        public void send(Frame frame) {
            sent.add(frame);
        }

        @Override
        public void pauseReading() {
            flow.add("pause");
        }

        @Override
        public void resumeReading() {
            flow.add("resume");
        }

        @Override
        public void close(CloseCode why) {
            closed.add(why);
        }

        @Override
        public void run(Runnable task) {
            task.run();
        }
    }
}
