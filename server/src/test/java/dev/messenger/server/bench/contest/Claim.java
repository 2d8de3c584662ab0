package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A row of the final table: what was measured, against what, and what it must and should be.
///
/// @param against in the table's words
/// @param target what it must be; if empty, the figure is shown and not judged
public record Claim(String what, String against, Measure measure, Optional<Target> target) {

    /// Takes one figure out of a workload's rounds.
    @FunctionalInterface
    public interface Measure {
        /// Empty if a round that it needs is missing.
        Optional<Figure> of(Results results);
    }

    /// @param rounds of each round on its own: what disturbed a round disturbed both sides of it
    public record Figure(Spread rounds, String unit) {

        /// The one that is judged.
        double value() {
            return rounds.median();
        }
    }

    /// @param more whether more is better
    public record Target(double must, double aim, boolean more) {

        Verdict judge(double value) {
            if (more ? value >= aim : value <= aim) {
                return Verdict.AIM;
            }
            if (Double.isInfinite(must)) {
                return Verdict.SHORT;
            }
            return (more ? value >= must : value <= must) ? Verdict.OK : Verdict.BELOW;
        }
    }

    /// In the words of the table.
    public enum Verdict {
        AIM("ok, aim reached"),
        OK("ok"),
        BELOW("below"),
        /// Of what there is only an aim.
        SHORT("aim not reached"),
        SHOWN(""),
        UNKNOWN("not measured");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// One contender's figure by another's.
    public static Claim ratio(String what, String one, String other, Metric metric) {
        return new Claim(
                what,
                other,
                results ->
                        pairs(results, one, metric, other, metric)
                                .map(pairs -> pairs.figure((a, b) -> a / b, "×")),
                Optional.empty());
    }

    /// A figure as it is.
    public static Claim absolute(String what, String one, Metric metric) {
        return new Claim(
                what,
                "absolute",
                results ->
                        results.spread(one, metric).map(found -> new Figure(found, metric.unit())),
                Optional.empty());
    }

    /// By how much one contender's figure is more than another's.
    public static Claim excess(
            String what, String one, Metric metric, String other, Metric otherMetric) {
        return new Claim(
                what,
                other,
                results ->
                        pairs(results, one, metric, other, otherMetric)
                                .map(pairs -> pairs.figure((a, b) -> a - b, metric.unit())),
                Optional.empty());
    }

    /// Not measured where a contender took no part because this machine has no such program.
    public Claim ifThereIs(String contender) {
        return new Claim(
                what,
                against,
                results ->
                        results.rounds().containsKey(contender)
                                ? measure.of(results)
                                : Optional.empty(),
                target);
    }

    public Claim against(String words) {
        return new Claim(what, words, measure, target);
    }

    public Claim atLeast(double must, double aim) {
        return new Claim(what, against, measure, Optional.of(new Target(must, aim, true)));
    }

    public Claim atMost(double must, double aim) {
        return new Claim(what, against, measure, Optional.of(new Target(must, aim, false)));
    }

    /// Nothing that it must be, but something to aim at.
    public Claim aimAtMost(double aim) {
        return atMost(Double.POSITIVE_INFINITY, aim);
    }

    Verdict judge(Optional<Figure> figure) {
        if (figure.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return target.map(it -> it.judge(figure.get().value())).orElse(Verdict.SHOWN);
    }

    private static Optional<Pairs> pairs(
            Results results, String one, Metric metric, String other, Metric otherMetric) {
        List<Double> ours = results.values(one, metric);
        List<Double> theirs = results.values(other, otherMetric);
        return ours.isEmpty() || theirs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Pairs(ours, theirs));
    }

    @FunctionalInterface
    private interface Operation {
        double on(double one, double other);
    }

    /// The figures of two contenders, round by round.
    private record Pairs(List<Double> ours, List<Double> theirs) {

        Figure figure(Operation operation, String unit) {
            List<Double> each =
                    IntStream.range(0, Math.min(ours.size(), theirs.size()))
                            .mapToObj(i -> operation.on(ours.get(i), theirs.get(i)))
                            .toList();
            return new Figure(Spread.of(each).orElseThrow(), unit);
        }
    }
}
