package dev.messenger.server.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class ClaimTest {

    private static final Claim RATIO = Claim.ratio("speed", "ours", "theirs", Metric.RATE);

    @Test
    void aRatioIsTheMedianOfThoseOfTheRounds() {
        Claim.Figure figure = figure(RATIO, rounds(90, 100, 80), rounds(100, 110, 200));

        assertThat(figure.value()).isCloseTo(0.9, within(1e-9));
        assertThat(figure.rounds().least()).isCloseTo(0.4, within(1e-9));
        assertThat(figure.rounds().most()).isCloseTo(100.0 / 110, within(1e-9));
    }

    @Test
    void anExcessIsADifference() {
        Claim excess = Claim.excess("delay", "ours", Metric.RATE, "theirs", Metric.RATE);

        assertThat(figure(excess, rounds(5, 7), rounds(4, 4)).value()).isCloseTo(2, within(1e-9));
    }

    @Test
    void aFigureIsJudgedByWhatItMustBeAndThenByTheAim() {
        Claim more = RATIO.atLeast(0.8, 0.9);
        Claim less = RATIO.atMost(0.7, 0.5);

        assertThat(verdict(more, 0.79)).isEqualTo(Claim.Verdict.BELOW);
        assertThat(verdict(more, 0.8)).isEqualTo(Claim.Verdict.OK);
        assertThat(verdict(more, 0.9)).isEqualTo(Claim.Verdict.AIM);
        assertThat(verdict(less, 0.71)).isEqualTo(Claim.Verdict.BELOW);
        assertThat(verdict(less, 0.7)).isEqualTo(Claim.Verdict.OK);
        assertThat(verdict(less, 0.5)).isEqualTo(Claim.Verdict.AIM);
        assertThat(verdict(RATIO.aimAtMost(0.5), 0.5)).isEqualTo(Claim.Verdict.AIM);
        assertThat(verdict(RATIO.aimAtMost(0.5), 0.6)).isEqualTo(Claim.Verdict.SHORT);
        assertThat(verdict(RATIO, 0.1)).isEqualTo(Claim.Verdict.SHOWN);
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        Claim claim = Claim.absolute("allocation", "ours", Metric.ALLOCATED).atMost(2, 1);
        Optional<Claim.Figure> none = claim.measure().of(results(rounds(1), rounds(1)));

        assertThat(none).isEmpty();
        assertThat(claim.judge(none)).isEqualTo(Claim.Verdict.UNKNOWN);
    }

    @Test
    void nobodyCanBeComparedWithWhoIsNotThere() {
        Claim claim = Claim.absolute("speed", "nobody", Metric.RATE);

        assertThatThrownBy(() -> claim.measure().of(results(rounds(1), rounds(1))))
                .hasMessageContaining("contender: nobody");
    }

    @Test
    void whoMayBeMissingIsNotMeasuredWhereItIs() {
        Claim claim = Claim.ratio("speed", "ours", "nobody", Metric.RATE).ifThereIs("nobody");

        assertThat(claim.measure().of(results(rounds(1), rounds(1)))).isEmpty();
        assertThat(RATIO.ifThereIs("theirs").measure().of(results(rounds(1), rounds(1))))
                .isPresent();
    }

    private static Claim.Verdict verdict(Claim claim, double value) {
        return claim.judge(Optional.of(figure(claim, rounds(value), rounds(1))));
    }

    private static Claim.Figure figure(Claim claim, List<Round> ours, List<Round> theirs) {
        return claim.measure().of(results(ours, theirs)).orElseThrow();
    }

    private static Results results(List<Round> ours, List<Round> theirs) {
        Workload workload = Workload.of("w", "w", _ -> List.of());
        return new Results(workload, Map.of("ours", ours, "theirs", theirs));
    }

    private static List<Round> rounds(double... rates) {
        return DoubleStream.of(rates)
                .mapToObj(rate -> new Round(Map.of(Metric.RATE, rate), 0, 0))
                .toList();
    }
}
