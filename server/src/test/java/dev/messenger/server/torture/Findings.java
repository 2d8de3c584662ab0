package dev.messenger.server.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What the checker holds against the server: how often, and the first few in words.
final class Findings {

    /// What must never happen.
    enum Fault {
        LOST("acknowledged or seen, but not stored as it was told"),
        DUPLICATED("one client_msg_id, two messages"),
        PHANTOM("stored or seen, but never sent"),
        UNDELIVERED("stored, but not on every device of every member"),
        REORDERED("out of order, on a socket or against the order of sending"),
        GAPS("numbers missing, in the database or on a socket"),
        LEAKED("seen by who is not a member"),
        UNANSWERED("neither answer nor closed connection in 15 s"),
        BREACHES("anything else that the protocol does not allow");

        private final String meaning;

        Fault(String meaning) {
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }
    }

    private static final int MOST_EXAMPLES = 12;
    private static final int MOST_ALIKE = 2;
    private static final Pattern NUMBERS = Pattern.compile("[0-9a-f,-]+");

    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, List<String>> examples = new EnumMap<>(Fault.class);

    void add(Fault fault, String what) {
        counts.merge(fault, 1, Integer::sum);
        List<String> first = examples.computeIfAbsent(fault, _ -> new ArrayList<>());
        String kind = kind(what);
        if (first.size() < MOST_EXAMPLES
                && first.stream().filter(it -> kind(it).equals(kind)).count() < MOST_ALIKE) {
            first.add(what);
        }
    }

    /// What is left of a finding without all that differs from one to the next.
    private static String kind(String what) {
        return NUMBERS.matcher(what).replaceAll("");
    }

    int count(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    boolean none() {
        return counts.isEmpty();
    }

    /// A line each, with the word of the table before it.
    List<String> examples() {
        List<String> all = new ArrayList<>();
        examples.forEach(
                (fault, first) -> first.forEach(what -> all.add(name(fault) + ": " + what)));
        return all;
    }

    static String name(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
