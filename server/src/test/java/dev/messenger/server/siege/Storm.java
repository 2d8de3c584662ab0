package dev.messenger.server.siege;

import dev.messenger.server.ReconnectStorm;
import java.util.List;

/// Runs the experiments that scripts/storm names, prints their table, and fails if one does.
public final class Storm {

    private static final int RETURNING = Integer.getInteger("storm.returning", 5_000);
    private static final double MOST_SECONDS = 15;
    private static final int ROUNDS = 3;

    private Storm() {}

    /// On the main thread.
    public static void main(String[] arguments) throws Exception {
        Table table = new Table();
        for (String experiment : arguments) {
            switch (experiment) {
                case "slow" -> slow(table);
                case "pause" -> pause(table);
                case "return" -> returning(table);
                default -> throw new IllegalArgumentException("experiment: " + experiment);
            }
        }
        System.out.println(table);
        System.exit(table.isGood() ? 0 : 1);
    }

    private static void slow(Table table) throws Exception {
        try (Besieged server = Besieged.start(List.of(), "--limits=off", "--bcrypt-cost=4")) {
            new SlowReaders(server, table).storm();
            lives(server, table);
        }
    }

    private static void pause(Table table) throws Exception {
        try (OutsideDatabase database = OutsideDatabase.start();
                Besieged server =
                        Besieged.start(
                                List.of(),
                                "--limits=off",
                                "--bcrypt-cost=4",
                                "--database-url=" + database.url(),
                                "--database-user=" + database.user(),
                                "--database-password=" + database.password())) {
            new PausedDatabase(server, database, table).storm();
            lives(server, table);
        }
    }

    private static void returning(Table table) throws Exception {
        try (Besieged server = Besieged.start(List.of(), "--limits=off", "--bcrypt-cost=4");
                ReconnectStorm storm =
                        ReconnectStorm.on(server.port(), server.certificate(), RETURNING)) {
            for (int round = 0; round < ROUNDS; round++) {
                double before = server.processorSeconds();
                ReconnectStorm.Round trip = storm.cut();
                table.add(
                        "%,d sockets are cut, and come back at once".formatted(RETURNING),
                        trip.synced().all() <= MOST_SECONDS,
                        "all up to date within %.1f s, half within %.1f s; TLS %.1f and %.1f s; the server used %.1f s of processor; failed tries: %s"
                                .formatted(
                                        trip.synced().all(),
                                        trip.synced().half(),
                                        trip.secured().all(),
                                        trip.secured().half(),
                                        server.processorSeconds() - before,
                                        trip.failedTries()));
            }
            lives(server, table);
        }
    }

    private static void lives(Besieged server, Table table) {
        if (server.errors() > 0 || !server.isAlive()) {
            table.add("the server", false, server.errors() + " errors in its log");
        }
    }
}
