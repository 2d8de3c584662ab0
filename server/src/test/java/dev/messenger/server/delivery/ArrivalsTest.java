package dev.messenger.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// The workers here do their next task when they are told to, and time passes when it is told to.
final class ArrivalsTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private long now;
    private final Arrivals arrivals = new Arrivals(workers::add, () -> now);

    @Test
    void threeAreInsideAndTheOthersFollowInTheirOrder() {
        for (int i = 1; i <= 5; i++) {
            enter("task " + i);
        }
        assertThat(workers).hasSize(3);

        workers.remove().run();
        assertThat(done).containsExactly("task 1", "task 4", "task 5");
        work();
        assertThat(done).containsExactly("task 1", "task 4", "task 5", "task 2", "task 3");
    }

    @Test
    void whoEntersAgainGoesToTheEndOfTheLine() {
        for (int i = 0; i < 3; i++) {
            arrivals.enter(() -> arrivals.enterAgain(() -> done.add("again"), () -> {}), () -> {});
        }
        enter("waiting");
        assertThat(workers).hasSize(3);
        workers.remove().run();
        assertThat(done).containsExactly("waiting", "again");
        work();
        assertThat(done).containsExactly("waiting", "again", "again", "again");
        enter("later");
        assertThat(workers).as("all have left").hasSize(1);
    }

    @Test
    void whoeverCameWhenAllHaveLeftGoesInAtOnce() {
        enter("first");
        work();
        enter("second");
        assertThat(workers).hasSize(1);
    }

    @Test
    void whoWaitedTooLongIsToldSo() {
        enter("in time");
        now += Arrivals.PATIENCE.toNanos();
        work();
        enter("late");
        now += Arrivals.PATIENCE.toNanos() + 1;
        work();
        assertThat(done).containsExactly("in time", "late is late");
    }

    @Test
    void aTaskThatFailsLeavesItsPlaceToTheNext() {
        for (int i = 0; i < 3; i++) {
            arrivals.enter(
                    () -> {
                        throw new IllegalStateException("ours");
                    },
                    () -> {});
        }
        enter("next");
        Runnable failing = workers.remove();
        assertThatThrownBy(failing::run).hasMessage("ours");
        workers.remove();
        workers.remove();
        work();
        assertThat(done).containsExactly("next");
    }

    private void enter(String name) {
        arrivals.enter(() -> done.add(name), () -> done.add(name + " is late"));
    }

    private void work() {
        for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
            task.run();
        }
    }
}
