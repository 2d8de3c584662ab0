package dev.messenger.server.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What is done to the run of one seed, in this order; all of it follows from the seed.
///
/// @param steps each with how many acks are awaited before it
record Schedule(long seed, List<Step> steps) {

    private static final int FEWEST_ACKS_BETWEEN = 20;
    private static final int ACKS_SPREAD = 60;

    /// @param details seeds what the trouble leaves open: how long, which table, which variant
    record Step(Trouble trouble, int afterAcks, long details) {}

    static Schedule of(long seed, List<Trouble> troubles) {
        Random random = new Random(seed);
        return new Schedule(
                seed,
                troubles.stream()
                        .map(
                                trouble ->
                                        new Step(
                                                trouble,
                                                FEWEST_ACKS_BETWEEN + random.nextInt(ACKS_SPREAD),
                                                random.nextLong()))
                        .toList());
    }

    /// Spreads so many kills and so many of each other trouble over the seeds, as evenly as they go.
    static List<Schedule> spread(
            long firstSeed, int seeds, List<Trouble> troubles, int kills, int ofEachOther) {
        List<Trouble> deck = new ArrayList<>();
        for (Trouble trouble : troubles) {
            int count = trouble == Trouble.KILL_SERVER ? kills : ofEachOther;
            deck.addAll(Collections.nCopies(count, trouble));
        }
        Collections.shuffle(deck, new Random(firstSeed));
        List<Schedule> schedules = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            List<Trouble> hand = new ArrayList<>();
            for (int card = i; card < deck.size(); card += seeds) {
                hand.add(deck.get(card));
            }
            schedules.add(of(firstSeed + i, hand));
        }
        return schedules;
    }

    /// As `--schedule` takes it.
    String words() {
        return String.join(",", steps.stream().map(step -> step.trouble().word()).toList());
    }
}
