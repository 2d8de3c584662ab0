package dev.messenger.server.bench.contest;

import java.util.List;
import java.util.stream.Collectors;

/// A [Report] as one page that needs nothing else: tables, and charts in SVG.
final class Html {

    private static final String STYLE =
            """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
                   color: #1c2330; background: #fff; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #dde1e8; vertical-align: top; }
            .figures { font-size: .8rem; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .85rem; }
            dt { color: #667; } dd { margin: 0; overflow-wrap: anywhere; }
            svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
            .below { color: #b3261e; font-weight: 600; } .good { color: #1a7f37; font-weight: 600; }
            .note { color: #667; font-size: .85rem; }
            @media (prefers-color-scheme: dark) {
              body { color: #e6e9ef; background: #14171c; } td, th { border-color: #333944; }
              svg text { fill: #e6e9ef; } .below { color: #ff8a80; } .good { color: #7ee29a; }
            }
            """;

    private Html() {}

    static String of(Report report) {
        return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Messenger: benchmark</title>
        <style>
        %s</style>
        <h1>Messenger, measured</h1>
        %s
        %s
        <h2>On what</h2>
        <dl>%s</dl>
        """
                .formatted(
                        STYLE,
                        claims(report),
                        report.all().stream()
                                .map(results -> section(report, results))
                                .collect(Collectors.joining("\n")),
                        report.machine().facts().entrySet().stream()
                                .map(
                                        fact ->
                                                "<dt>%s<dd>%s"
                                                        .formatted(
                                                                escaped(fact.getKey()),
                                                                escaped(fact.getValue())))
                                .collect(Collectors.joining("\n")));
    }

    private static String claims(Report report) {
        String rows = report.rows().stream().map(Html::row).collect(Collectors.joining("\n"));
        return "<table>\n<tr>%s\n%s\n</table>\n<p class=\"note\">%s</p>"
                .formatted(cells("th", Report.HEADINGS), rows, escaped(report.disturbances()));
    }

    private static String row(Report.Row row) {
        String kind =
                switch (row.verdict()) {
                    case BELOW, UNKNOWN -> " class=\"below\"";
                    case OK, AIM -> " class=\"good\"";
                    case SHORT, SHOWN -> "";
                };
        List<String> cells = row.cells();
        return "<tr>%s<td%s>%s"
                .formatted(
                        cells("td", cells.subList(0, cells.size() - 1)),
                        kind,
                        escaped(cells.getLast()));
    }

    private static String cells(String tag, List<String> texts) {
        return texts.stream()
                .map(text -> "<%s>%s".formatted(tag, escaped(text)))
                .collect(Collectors.joining());
    }

    private static String section(Report report, Results results) {
        return """
        <h2>%s</h2>
        %s
        %s
        <p class="note">Bars are medians, lines reach from the least round to the most. In the worst round
        the host took %s of the machine, other programs %s.</p>
        """
                .formatted(
                        escaped(results.workload().title()),
                        Chart.all(results),
                        figures(results),
                        Words.percent(report.worst(results, Round::stolen)),
                        Words.percent(report.worst(results, Round::elsewhere)));
    }

    /// All that was measured, what the charts leave out included.
    private static String figures(Results results) {
        return "<table class=\"figures\">\n<tr>%s\n%s\n</table>"
                .formatted(
                        cells("th", Table.headings(results)),
                        Table.rows(results).stream()
                                .map(row -> "<tr>" + cells("td", row))
                                .collect(Collectors.joining("\n")));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
