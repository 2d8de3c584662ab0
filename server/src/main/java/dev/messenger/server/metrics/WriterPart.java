package dev.messenger.server.metrics;

import dev.messenger.server.delivery.WriterNumbers;
import dev.messenger.server.meter.Histogram;
import dev.messenger.server.metrics.Family.Counted;
import dev.messenger.server.metrics.Family.Row;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// The writers of chats, each as a series of its own.
public final class WriterPart implements Part {

    private static final String WRITER = "writer";

    private final Supplier<List<WriterNumbers>> numbers;

    public WriterPart(Supplier<List<WriterNumbers>> numbers) {
        this.numbers = numbers;
    }

    @Override
    public List<MetricSnapshot> metrics() {
        List<WriterNumbers> writers = numbers.get();
        return List.of(
                Family.gauge(
                        "messenger_writer_queued_changes",
                        "Changes that wait for a writer of chats.",
                        rows(writers, WriterNumbers::queued)),
                Family.sizes(
                        "messenger_writer_batch_changes",
                        "Changes that went in one commit.",
                        spreads(writers, WriterNumbers::batches)),
                Family.durations(
                        "messenger_writer_commit_seconds",
                        "What a commit took, from the locks to the flush.",
                        spreads(writers, WriterNumbers::commits)),
                Family.counter(
                        "messenger_writer_commits_failed",
                        "Commits of which the database took nothing.",
                        rows(writers, WriterNumbers::failed)),
                Family.counter(
                        "messenger_writer_commits_unknown",
                        "Commits whose answer was lost.",
                        rows(writers, WriterNumbers::unknown)),
                Family.counter(
                        "messenger_writer_commits_settled",
                        "Commits of which it was found out later what became of them.",
                        rows(writers, WriterNumbers::settled)),
                Family.counter(
                        "messenger_writer_commits_never_known",
                        "Commits of which that was given up.",
                        rows(writers, WriterNumbers::neverKnown)),
                Family.counter(
                        "messenger_writer_changes_overloaded",
                        "Changes that found no room, or waited too long.",
                        rows(writers, WriterNumbers::overloaded)),
                Family.counter(
                        "messenger_writer_changes_refused",
                        "Changes that were not allowed.",
                        rows(writers, WriterNumbers::refused)));
    }

    private static List<Row> rows(
            List<WriterNumbers> writers, ToLongFunction<WriterNumbers> value) {
        return IntStream.range(0, writers.size())
                .mapToObj(
                        i -> Row.of(value.applyAsLong(writers.get(i)), WRITER, Integer.toString(i)))
                .toList();
    }

    private static List<Counted> spreads(
            List<WriterNumbers> writers, Function<WriterNumbers, Histogram.Counts> counts) {
        return IntStream.range(0, writers.size())
                .mapToObj(
                        i -> Counted.of(counts.apply(writers.get(i)), WRITER, Integer.toString(i)))
                .toList();
    }
}
