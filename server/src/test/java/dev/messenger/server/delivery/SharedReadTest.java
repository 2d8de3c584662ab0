package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.StorageUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The workers here do their next task when they are told to, and time passes when it is told to.
final class SharedReadTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<List<Integer>> questions = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private long now;
    private final Arrivals arrivals = new Arrivals(workers::add, () -> now);
    private final SharedRead<Integer, String> read = new SharedRead<>(arrivals, this::answers);

    @Test
    void oneWhoComesAloneWaitsForNobody() {
        ask(1);
        assertThat(workers).hasSize(1);
        work();
        assertThat(told).containsExactly("1: one of 1");
    }

    @Test
    void thoseWhoComeBeforeItIsPutAreOneQuestion() {
        ask(1);
        ask(2);
        ask(3);
        work();
        assertThat(questions).containsExactly(List.of(1, 2, 3));
        assertThat(told).containsExactly("1: one of 3", "2: one of 3", "3: one of 3");
    }

    @Test
    void thoseWhoComeWhileOneIsAnsweredAreTheNext() {
        meanwhile =
                () -> {
                    meanwhile = () -> {};
                    ask(2);
                    ask(3);
                    assertThat(workers).as("one question at a time").isEmpty();
                };
        ask(1);
        work();
        assertThat(questions).containsExactly(List.of(1), List.of(2, 3));
        assertThat(told).containsExactly("1: one of 1", "2: one of 2", "3: one of 2");
    }

    @Test
    void noQuestionIsOfMoreThanSoMany() {
        IntStream.range(0, SharedRead.MOST + 1).forEach(this::ask);
        work();
        assertThat(questions).extracting(List::size).containsExactly(SharedRead.MOST, 1);
        assertThat(told).hasSize(SharedRead.MOST + 1);
    }

    @Test
    void whoAsksInAnAnswerIsAnsweredToo() {
        read.ask(1, _ -> ask(2), this::failed);
        work();
        assertThat(told).containsExactly("2: one of 1");
    }

    @Test
    void allWhoSharedAQuestionThatFailedAreToldAndTheNextIsPut() {
        meanwhile =
                () -> {
                    meanwhile = () -> {};
                    ask(3);
                    throw new StorageUnavailable("away", new RuntimeException());
                };
        ask(1);
        ask(2);
        work();
        assertThat(told).containsExactly("failed: away", "failed: away", "3: one of 1");
    }

    @Test
    void whoWaitedTooLongIsToldSoAndWhoCameLaterIsAnswered() {
        ask(1);
        ask(2);
        now += Arrivals.PATIENCE.toNanos();
        ask(3);
        now++;
        work();
        String late = "failed: " + Arrivals.tooMany().getMessage();
        assertThat(told).containsExactly(late, late, "3: one of 1");
        assertThat(questions).containsExactly(List.of(3));
    }

    @Test
    void whoWaitedTooLongForTheQuestionBeforeIsToldSo() {
        meanwhile =
                () -> {
                    meanwhile = () -> {};
                    ask(2);
                    now += Arrivals.PATIENCE.toNanos() + 1;
                    ask(3);
                };
        ask(1);
        work();
        assertThat(questions).containsExactly(List.of(1), List.of(3));
        assertThat(told)
                .containsExactly(
                        "1: one of 1", "failed: " + Arrivals.tooMany().getMessage(), "3: one of 1");
    }

    @Test
    void aQuestionTakesItsTurnInTheLine() {
        for (int i = 0; i < Arrivals.AT_ONCE; i++) {
            arrivals.enter(() -> told.add("before"), () -> {});
        }
        ask(1);
        assertThat(workers).hasSize(3);
        work();
        assertThat(told).containsExactly("before", "1: one of 1", "before", "before");
    }

    private List<String> answers(List<Integer> asked) {
        questions.add(asked);
        meanwhile.run();
        return asked.stream().map(_ -> "one of " + asked.size()).toList();
    }

    private void ask(int question) {
        read.ask(question, answer -> told.add(question + ": " + answer), this::failed);
    }

    private void failed(Throwable why) {
        told.add("failed: " + why.getMessage());
    }

    private void work() {
        for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
            task.run();
        }
    }
}
