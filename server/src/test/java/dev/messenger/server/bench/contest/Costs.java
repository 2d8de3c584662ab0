package dev.messenger.server.bench.contest;

import java.util.Optional;

/// Whose processor time, and whose allocations, a contender's rounds cost.
///
/// @param server its own processes
/// @param database PostgreSQL's, where it uses one
/// @param jvm the one that serves, where there is one
public record Costs(
        Optional<Consumption> server, Optional<Consumption> database, Optional<ManagedJvm> jvm) {

    public static final Costs UNKNOWN =
            new Costs(Optional.empty(), Optional.empty(), Optional.empty());

    public static Costs ofServer(Consumption server) {
        return new Costs(Optional.of(server), Optional.empty(), Optional.empty());
    }

    public static Costs ofDatabase(Consumption database) {
        return new Costs(Optional.empty(), Optional.of(database), Optional.empty());
    }

    public Costs and(ManagedJvm jvm) {
        return new Costs(server, database, Optional.of(jvm));
    }
}
