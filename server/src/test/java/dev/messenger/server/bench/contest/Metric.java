package dev.messenger.server.bench.contest;

/// A kind of figure, one of which a round may have.
///
/// @param name as the report's table names its row
/// @param unit of the figure
public record Metric(String name, String unit) {

    /// What was done, by the seconds it took.
    public static final Metric RATE = new Metric("rate", "/s");

    public static final Metric MEAN = new Metric("mean", "ms");
    public static final Metric P50 = new Metric("p50", "ms");
    public static final Metric P99 = new Metric("p99", "ms");
    public static final Metric P999 = new Metric("p99.9", "ms");

    public static final Metric MEGABYTES = new Metric("throughput", "MB/s");

    /// For work that is done once, such as a start.
    public static final Metric TIME = new Metric("time", "ms");

    /// Resident, for each connection.
    public static final Metric MEMORY = new Metric("memory", "KB");

    /// Processor time of the contender's own processes, of their database, and of both, for each
    /// operation.
    public static final Metric SERVER_CPU = new Metric("CPU, server", "µs");

    public static final Metric DATABASE_CPU = new Metric("CPU, database", "µs");
    public static final Metric CPU = new Metric("CPU, both", "µs");

    /// What the JVM allocated for each operation.
    public static final Metric ALLOCATED = new Metric("allocated", "B");
}
