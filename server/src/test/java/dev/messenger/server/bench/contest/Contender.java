package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.time.Duration;

/// One who does the work of a [Workload]: the server, or what it is compared with.
///
/// Called on the main thread: once `prepare`, then for the warm-up and for each round `ready`, `run`,
/// `rest`, and `close` at the end, also if `prepare` failed.
public interface Contender extends AutoCloseable {

    /// Unique in its workload; claims and report call it by this.
    String name();

    /// Starts and fills what the rounds need.
    default void prepare() throws Exception {}

    /// Does, before a round, what is not to be counted.
    default void ready() throws Exception {}

    /// Works for about so long, at full speed or at the rate that is its own.
    Tally run(Duration time) throws Exception;

    /// Undoes [#ready].
    default void rest() throws Exception {}

    /// Whose processor time a round's operations cost.
    default Costs costs() {
        return Costs.UNKNOWN;
    }

    @Override
    default void close() throws IOException {}
}
