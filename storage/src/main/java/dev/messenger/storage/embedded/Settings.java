package dev.messenger.storage.embedded;

import java.util.List;
import java.util.stream.Stream;

/// PostgreSQL's settings, in two layers.
///
/// `initial` ones go into `postgresql.conf` when the cluster is created; an operator may edit them
/// there. `always` ones stand on the command line of every start and win over any file.
record Settings(List<String> initial, List<String> always) {

    /// An acknowledged commit is on disk.
    static Settings durable() {
        return new Settings(
                List.of(
                        "shared_buffers=256MB",
                        "max_connections=50",
                        // Room for a checkpoint every five minutes under load; this build has no
                        // lz4, and
                        // pglz costs more processor time than the smaller log saves.
                        "max_wal_size=4GB",
                        "min_wal_size=512MB",
                        // Short indexed queries on flash: no compiler, no parallel plans.
                        "jit=off",
                        "max_parallel_workers_per_gather=0",
                        "random_page_cost=1.1",
                        "autovacuum_naptime=15s",
                        "max_logical_replication_workers=0",
                        "timezone=UTC",
                        "log_timezone=UTC"),
                Stream.concat(
                                ownLifeOnly(),
                                Stream.of(
                                        "fsync=on", "synchronous_commit=on", "full_page_writes=on"))
                        .toList());
    }

    private static Stream<String> ownLifeOnly() {
        return Stream.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                // The log tells of the server's life only: a failed statement is the client's to
                // report, and
                // its text or values may be somebody's message.
                "log_min_messages=log",
                "log_min_error_statement=panic",
                "log_error_verbosity=terse",
                "log_checkpoints=off");
    }
}
