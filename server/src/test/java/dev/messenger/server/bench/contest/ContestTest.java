package dev.messenger.server.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContestTest {

    private static final Effort TWO_ROUNDS =
            new Effort(2, Duration.ofSeconds(3), Duration.ofSeconds(1));

    private final List<String> done = new ArrayList<>();

    @TempDir private Path directory;

    @Test
    void contendersWarmUpAndThenTakeTurns() throws Exception {
        hold(List.of(new Diary("a"), new Diary("b")));

        assertThat(done)
                .containsExactly(
                        "a prepares",
                        "b prepares",
                        "a is ready",
                        "a 1 s",
                        "a rests",
                        "b is ready",
                        "b 1 s",
                        "b rests",
                        "a is ready",
                        "a 3 s",
                        "a rests",
                        "b is ready",
                        "b 3 s",
                        "b rests",
                        "a is ready",
                        "a 3 s",
                        "a rests",
                        "b is ready",
                        "b 3 s",
                        "b rests",
                        "a ends",
                        "b ends");
    }

    @Test
    void aRoundHoldsRateAndCosts() throws Exception {
        Results results = hold(List.of(new Busy()));
        Round round = results.all().findFirst().orElseThrow();

        assertThat(round.get(Metric.RATE)).hasValue(50.0);
        // 100 ms of processor time, which the kernel counts by the hundredth of a second.
        assertThat(round.get(Metric.SERVER_CPU).orElseThrow()).isCloseTo(1_000, within(500.0));
        assertThat(round.get(Metric.CPU)).isEqualTo(round.get(Metric.SERVER_CPU));
        assertThat(round.get(Metric.P99)).hasValue(7.0);
        assertThat(round.get(Metric.DATABASE_CPU)).isEmpty();
    }

    @Test
    void allEndWhenOneFails() {
        Contender broken =
                new Diary("b") {
                    @Override
                    public void prepare() {
                        throw new IllegalStateException("broken");
                    }
                };

        assertThatThrownBy(() -> hold(List.of(new Diary("a"), broken))).hasMessage("broken");
        assertThat(done).containsExactly("a prepares", "a ends", "b ends");
    }

    private Results hold(List<Contender> cast) throws Exception {
        try (Stage stage = Stage.open(directory, TWO_ROUNDS)) {
            return new Contest(stage, _ -> {}).hold(Workload.of("test", "a test", _ -> cast));
        }
    }

    /// Writes down what happens to it.
    private class Diary implements Contender {

        private final String name;

        Diary(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void prepare() {
            done.add(name + " prepares");
        }

        @Override
        public void ready() {
            done.add(name + " is ready");
        }

        @Override
        public Tally run(Duration time) {
            done.add(name + " " + time.toSeconds() + " s");
            return Tally.of(1, 1);
        }

        @Override
        public void rest() {
            done.add(name + " rests");
        }

        @Override
        public void close() {
            done.add(name + " ends");
        }
    }

    /// Uses 100 ms of processor time for 100 operations, and says that it took two seconds.
    private static final class Busy implements Contender {

        private final Consumption mine = Consumption.of(ProcessHandle.current());

        @Override
        public String name() {
            return "busy";
        }

        @Override
        public Costs costs() {
            return Costs.ofServer(mine);
        }

        @Override
        public Tally run(Duration time) {
            double until = mine.seconds() + 0.1;
            while (mine.seconds() < until) {
                Thread.onSpinWait();
            }
            return Tally.of(100, 2).with(Metric.P99, 7);
        }
    }
}
