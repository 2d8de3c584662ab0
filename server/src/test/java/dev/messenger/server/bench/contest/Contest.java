package dev.messenger.server.bench.contest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Holds a workload: warms its contenders up, then lets them work in turns, A B C A B C. On the main
/// thread.
public final class Contest {

    private static final double MICROS = 1e6;

    private final Stage stage;
    private final Consumer<String> progress;

    /// @param progress hears a line about each round
    public Contest(Stage stage, Consumer<String> progress) {
        this.stage = stage;
        this.progress = progress;
    }

    public Results hold(Workload workload) throws Exception {
        long began = System.nanoTime();
        Effort effort = workload.effort().apply(stage.effort());
        progress.accept(
                "== %s: %s (%d rounds of %d s)"
                        .formatted(
                                workload.name(),
                                workload.title(),
                                effort.rounds(),
                                effort.round().toSeconds()));
        List<Contender> cast = workload.cast().on(stage);
        try {
            for (Contender contender : cast) {
                contender.prepare();
            }
            for (Contender contender : cast) {
                warmUp(contender, effort);
            }
            return new Results(workload, rounds(cast, effort));
        } finally {
            for (Contender contender : cast) {
                contender.close();
            }
            progress.accept("took %d s".formatted(seconds(System.nanoTime() - began)));
        }
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    private static void warmUp(Contender contender, Effort effort) throws Exception {
        if (effort.warmUp().isPositive()) {
            contender.ready();
            contender.run(effort.warmUp());
            contender.rest();
        }
    }

    private Map<String, List<Round>> rounds(List<Contender> cast, Effort effort) throws Exception {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int i = 1; i <= effort.rounds(); i++) {
            for (Contender contender : cast) {
                Round round = round(contender, effort);
                rounds.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(round);
                progress.accept(
                        "%d/%d %s"
                                .formatted(i, effort.rounds(), Words.of(contender.name(), round)));
            }
        }
        return rounds;
    }

    private Round round(Contender contender, Effort effort) throws Exception {
        contender.ready();
        Costs costs = contender.costs();
        Meter meter = Meter.start(costs, stage.databases());
        Tally tally = contender.run(effort.round());
        Meter.Reading spent = meter.read();
        contender.rest();
        Map<Metric, Double> figures = new HashMap<>();
        if (tally.operations() > 0) {
            figures.put(Metric.RATE, tally.operations() / tally.seconds());
        }
        perOperation(figures, Metric.SERVER_CPU, spent.server(), tally, MICROS);
        perOperation(figures, Metric.DATABASE_CPU, spent.database(), tally, MICROS);
        if (spent.server().isPresent() || spent.database().isPresent()) {
            double both = spent.server().orElse(0.0) + spent.database().orElse(0.0);
            perOperation(figures, Metric.CPU, Optional.of(both), tally, MICROS);
        }
        perOperation(figures, Metric.ALLOCATED, spent.allocated(), tally, 1);
        // What the contender itself knows wins.
        figures.putAll(tally.figures());
        return new Round(Map.copyOf(figures), spent.stolen(), spent.elsewhere());
    }

    private static void perOperation(
            Map<Metric, Double> figures,
            Metric metric,
            Optional<Double> spent,
            Tally tally,
            double unit) {
        spent.filter(_ -> tally.operations() > 0)
                .ifPresent(value -> figures.put(metric, value * unit / tally.operations()));
    }
}
