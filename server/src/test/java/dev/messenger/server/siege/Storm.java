package dev.messenger.server.siege;

import java.util.List;

/// Runs the experiments that scripts/storm names, prints their table, and fails if one does.
public final class Storm {

    private Storm() {}

    /// On the main thread.
    public static void main(String[] arguments) throws Exception {
        Table table = new Table();
        for (String experiment : arguments) {
            switch (experiment) {
                case "slow" -> slow(table);
                case "pause" -> pause(table);
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

    private static void lives(Besieged server, Table table) {
        if (server.errors() > 0 || !server.isAlive()) {
            table.add("the server", false, server.errors() + " errors in its log");
        }
    }
}
