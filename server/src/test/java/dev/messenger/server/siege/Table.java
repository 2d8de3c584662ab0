package dev.messenger.server.siege;

import java.util.ArrayList;
import java.util.List;

/// What was measured, a line each, as the README shows it.
final class Table {

    private final List<String> rows = new ArrayList<>();
    private boolean good = true;

    /// @param experiment whose line this is
    /// @param found the numbers
    void add(String experiment, boolean ok, String found) {
        good &= ok;
        rows.add("| %s | %s | %s |".formatted(experiment, found, ok ? "ok" : "FAILED"));
        System.err.println("-- " + experiment + ": " + found + (ok ? "" : " (FAILED)"));
    }

    boolean isGood() {
        return good;
    }

    @Override
    public String toString() {
        return "| experiment | found | |\n|---|---|---|\n" + String.join("\n", rows);
    }
}
