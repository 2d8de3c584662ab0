package dev.messenger.server.siege;

import java.util.List;

/// Runs the experiments that scripts/siege names, prints their table, and fails if one does.
public final class Siege {

    private Siege() {}

    /// On the main thread.
    public static void main(String[] arguments) throws Exception {
        Table table = new Table();
        for (String experiment : arguments) {
            run(experiment, table);
        }
        System.out.println(table);
        System.exit(table.isGood() ? 0 : 1);
    }

    private static void run(String name, Table table) throws Exception {
        List<String> prefix = name.equals("files") ? List.of("prlimit", "--nofile=512") : List.of();
        String limits = name.equals("strangers") ? "--limits=off" : "--limits=standard";
        try (Besieged server = Besieged.start(prefix, limits)) {
            switch (name) {
                case "crowd" -> new Crowd(server, table).besiege();
                case "files" -> new FewFiles(server, table).besiege();
                case "floods" -> new Floods(server, table).besiege();
                case "passwords" -> new WrongLogins(server, table).besiege();
                case "strangers" -> new Strangers(server, table).besiege();
                default -> throw new IllegalArgumentException("experiment: " + name);
            }
            if (server.errors() > 0 || !server.isAlive()) {
                table.add(
                        name + ", the server",
                        false,
                        "%d errors in its log".formatted(server.errors()));
            }
        }
    }
}
