package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.stream.Collectors;

/// A [Report] as tables in Markdown.
final class Markdown {

    private Markdown() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        report.machine()
                .facts()
                .forEach((name, value) -> text.append("- %s: %s%n".formatted(name, value)));
        text.append(
                "- each contender: %d rounds of %d s in turns, after %d s of warm-up; the median of them (the least – the most)%n%n"
                        .formatted(
                                report.effort().rounds(),
                                report.effort().round().toSeconds(),
                                report.effort().warmUp().toSeconds()));
        for (Results results : report.all()) {
            text.append("### ").append(results.workload().title()).append("\n\n");
            text.append(table(Table.headings(results), Table.rows(results)));
            text.append(
                    "%nIn the worst round the host took %s of the machine, other programs %s.%n%n"
                            .formatted(
                                    Words.percent(report.worst(results, Round::stolen)),
                                    Words.percent(report.worst(results, Round::elsewhere))));
        }
        text.append(table(Report.HEADINGS, report.rows().stream().map(Report.Row::cells).toList()));
        text.append("%n%s%n".formatted(report.disturbances()));
        return text.toString();
    }

    private static String table(List<String> headings, List<List<String>> rows) {
        return line(headings)
                + "|"
                + "---|".repeat(headings.size())
                + "\n"
                + rows.stream().map(Markdown::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
