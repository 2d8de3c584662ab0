package dev.messenger.server.bench.rest;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What wrk prints at its end.
///
/// @param p50 in milliseconds
/// @param megabytes read, headers included
/// @param notSuccesses answers of a status of 400 and above
/// @param failures of sockets
record WrkReport(
        double requests,
        double seconds,
        double p50,
        double p99,
        double megabytes,
        double notSuccesses,
        double failures) {

    private static final Pattern TOTAL =
            Pattern.compile(
                    "(\\d+) requests in ([\\d.]+)(us|ms|s|m|h), ([\\d.]+)(B|KB|MB|GB|TB) read");
    private static final Pattern NOT_SUCCESS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern FAILURES =
            Pattern.compile(
                    "Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private static final Map<String, Double> MILLIS =
            Map.of("us", 1e-3, "ms", 1.0, "s", 1e3, "m", 60e3, "h", 3600e3);

    /// As wrk counts: by 1,024.
    private static final Map<String, Double> BYTES =
            Map.of(
                    "B", 1.0,
                    "KB", 1024.0,
                    "MB", 1024.0 * 1024,
                    "GB", 1024.0 * 1024 * 1024,
                    "TB", 1024.0 * 1024 * 1024 * 1024);

    static WrkReport of(String printed) {
        Matcher total =
                find(TOTAL, printed)
                        .orElseThrow(
                                () -> new IllegalStateException("no report of wrk: " + printed));
        double failures =
                find(FAILURES, printed)
                        .map(
                                found ->
                                        number(found, 1)
                                                + number(found, 2)
                                                + number(found, 3)
                                                + number(found, 4))
                        .orElse(0.0);
        return new WrkReport(
                number(total, 1),
                number(total, 2) * unit(MILLIS, total.group(3)) / 1e3,
                percentile(printed, "50"),
                percentile(printed, "99"),
                number(total, 4) * unit(BYTES, total.group(5)) / 1e6,
                find(NOT_SUCCESS, printed).map(found -> number(found, 1)).orElse(0.0),
                failures);
    }

    /// @throws IllegalStateException if what was measured was not the work that was meant
    void check(boolean refusing) {
        if (requests == 0 || failures > 0 || notSuccesses != (refusing ? requests : 0)) {
            throw new IllegalStateException(
                    "%.0f requests, %.0f of them refused, %.0f failures of sockets"
                            .formatted(requests, notSuccesses, failures));
        }
    }

    private static double percentile(String printed, String percent) {
        Pattern line =
                Pattern.compile("^ +" + percent + "% +([\\d.]+)(us|ms|s|m|h)", Pattern.MULTILINE);
        return find(line, printed)
                .map(found -> number(found, 1) * unit(MILLIS, found.group(2)))
                .orElse(0.0);
    }

    private static Optional<Matcher> find(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find);
    }

    private static double number(Matcher found, int group) {
        return Double.parseDouble(found.group(group));
    }

    private static double unit(Map<String, Double> units, String name) {
        return units.getOrDefault(name, Double.NaN);
    }
}
