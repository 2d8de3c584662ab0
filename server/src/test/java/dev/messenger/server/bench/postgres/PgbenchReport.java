package dev.messenger.server.bench.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What pgbench prints at its end.
///
/// @param seconds without those that the connections took
/// @param mean of a transaction, in milliseconds
record PgbenchReport(double transactions, double seconds, double mean) {

    private static final Pattern TRANSACTIONS =
            Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern FAILED =
            Pattern.compile("number of failed transactions: ([1-9]\\d*)");
    private static final Pattern MEAN = Pattern.compile("latency average = ([\\d.]+) ms");
    private static final Pattern RATE = Pattern.compile("tps = ([\\d.]+)");

    /// @throws IllegalStateException if not all went well
    static PgbenchReport of(String printed) {
        if (FAILED.matcher(printed).find() || printed.contains("aborted")) {
            throw new IllegalStateException("pgbench: " + printed);
        }
        double transactions = number(TRANSACTIONS, printed);
        return new PgbenchReport(
                transactions, transactions / number(RATE, printed), number(MEAN, printed));
    }

    private static double number(Pattern pattern, String printed) {
        Matcher found = pattern.matcher(printed);
        if (!found.find()) {
            throw new IllegalStateException("no report of pgbench: " + printed);
        }
        return Double.parseDouble(found.group(1));
    }
}
