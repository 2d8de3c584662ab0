package dev.messenger.server.siege;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was measured, a line each, as the README shows it.
final class Table {

    private final List<String> rows = new ArrayList<>();
    private boolean good = true;

    /// @param experiment whose line this is
    /// @param found the numbers
    void add(String experiment, boolean ok, String found, Object... values) {
        good &= ok;
        String numbers = String.format(Locale.ROOT, found, values);
        rows.add("| %s | %s | %s |".formatted(experiment, numbers, ok ? "ok" : "FAILED"));
        System.err.println("-- " + experiment + ": " + numbers + (ok ? "" : " (FAILED)"));
    }

    boolean isGood() {
        return good;
    }

    @Override
    public String toString() {
        return "| experiment | found | |\n|---|---|---|\n" + String.join("\n", rows);
    }
}
