package dev.messenger.server.siege;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// One message goes to a thousand sockets, and one in twenty of them does not read: how long it is
/// under way to the others, what the server keeps for those that stall, and whether these have
/// everything in the end.
///
/// All are devices of the two members of one chat. Those that stall are the writer's own other ones,
/// so that another chat of hers can fill the kernel's buffers, which nobody else gets. It is filled in
/// every round. Quiet rounds and rounds with stalled sockets take turns; medians of the rounds count.
final class SlowReaders {

    private static final int SOCKETS = Integer.getInteger("storm.sockets", 1_000);
    private static final int STALLED = SOCKETS / 20;
    private static final int RATE = Integer.getInteger("storm.rate", 5);
    private static final int ROUNDS = Integer.getInteger("storm.rounds", 3);
    private static final int SECONDS = Integer.getInteger("storm.seconds", 10);
    private static final int FILLING = 120;

    private static final int FILLING_RATE = 30;

    private static final double MOST_TIMES = 1.2;
    private static final double MOST_KILOBYTES = 64;

    /// Longer than it takes to fill the buffers, and than the server waits then.
    private static final double TOO_LONG_SECONDS = 50;

    private final Besieged server;
    private final Table table;
    private final Timetable timetable = new Timetable();
    private final List<long[]> quiet = new ArrayList<>();
    private final List<long[]> stalled = new ArrayList<>();

    SlowReaders(Besieged server, Table table) {
        this.server = server;
        this.table = table;
    }

    void storm() throws IOException {
        try (Swarm swarm = new Swarm(server);
                Line line = Line.secure(server, "127.0.0.2")) {
            Account ann = Account.register(line, "ann");
            Account bob = Account.register(line, "bob");
            Account carl = Account.register(line, "carl");
            long chat = ann.chatWith(line, bob);
            long other = ann.chatWith(line, carl);
            List<Reader> slow = swarm.open(STALLED, ann.token(), chat, timetable);
            List<Reader> others = swarm.open(SOCKETS - STALLED, bob.token(), chat, timetable);
            try (Speaker speaker = speaker(ann, chat, timetable);
                    Speaker filler = speaker(ann, other, new Timetable())) {
                latencies(slow, others, speaker, filler);
                memory(slow, others, speaker, filler);
            }
        }
    }

    private Speaker speaker(Account account, long chat, Timetable times) throws IOException {
        return Speaker.in(Line.secure(server, "127.0.0.2").resumable(account.token()), chat, times);
    }

    private void latencies(List<Reader> slow, List<Reader> others, Speaker speaker, Speaker filler)
            throws IOException {
        speaker.speak(10 * RATE, RATE); // what is compiled by then is no round's
        for (int round = 0; round < ROUNDS; round++) {
            quiet.add(measured(others, speaker, filler));
            slow.forEach(Reader::stopReading);
            stalled.add(measured(others, speaker, filler));
            slow.forEach(Reader::readAgain);
            awaitHead(slow, speaker);
        }
        double before = p99(quiet);
        double during = p99(stalled);
        table.add(
                "%,d receivers, %d messages a second".formatted(SOCKETS, RATE),
                true,
                "p99 %.1f ms, in %d rounds %s"
                        .formatted(before, ROUNDS, Arrays.toString(all(quiet))));
        table.add(
                "%d of them stop reading: the others".formatted(STALLED),
                during <= MOST_TIMES * before,
                "p99 %.1f ms (%.2f times), in %d rounds %s"
                        .formatted(during, during / before, ROUNDS, Arrays.toString(all(stalled))));
        long told = slow.stream().filter(reader -> reader.behind() >= ROUNDS).count();
        table.add(
                "those that stopped, when they read again",
                told == STALLED && faults(slow) + faults(others) == 0,
                "%d were behind each time, synced, and have all %,d numbers; out of order: %d"
                        .formatted(told, speaker.head(), faults(slow) + faults(others)));
    }

    /// Sorted, in nanoseconds.
    private long[] measured(List<Reader> readers, Speaker speaker, Speaker filler)
            throws IOException {
        filler.fill(FILLING, FILLING_RATE);
        timetable.measureFrom(speaker.head() + 1);
        speaker.speak(SECONDS * RATE, RATE);
        awaitHead(readers, speaker);
        timetable.measureNoMore();
        long[] took =
                readers.stream()
                        .flatMap(reader -> reader.takeTimes().join().stream())
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
        if (took.length != (long) readers.size() * SECONDS * RATE) {
            throw new IllegalStateException("measured: " + took.length);
        }
        System.err.printf("   p50 %.1f ms, p99 %.1f ms%n", at(took, .5), at(took, .99));
        return took;
    }

    private static void awaitHead(List<Reader> readers, Speaker speaker) {
        Patiently.await(
                "the last message",
                () -> readers.stream().allMatch(it -> it.position() == speaker.head()),
                () ->
                        readers.stream()
                                .filter(it -> it.position() != speaker.head())
                                .map(Reader::toString)
                                .collect(
                                        Collectors.joining(
                                                "\n", speaker.head() + " not reached by\n", "")));
    }

    private void memory(List<Reader> slow, List<Reader> others, Speaker speaker, Speaker filler)
            throws IOException {
        filler.fill(FILLING, FILLING_RATE);
        long before = memoryInUse();
        // Asking for the memory opens a file that stays.
        int connections = server.files();
        slow.forEach(Reader::stopReading);
        long began = System.nanoTime();
        filler.fill(FILLING, FILLING_RATE);
        speaker.speak(2 * RATE, RATE);
        double each = (memoryInUse() - before) / (double) STALLED;
        table.add(
                "what the server keeps for those that stop",
                each <= MOST_KILOBYTES,
                "%.1f KB of resident memory each; it had %.0f MB before"
                        .formatted(each, before / 1024.0));
        Patiently.await(
                "the end of those who do not read", () -> server.files() <= connections - STALLED);
        double seconds = (System.nanoTime() - began) / 1e9;
        awaitHead(others, speaker);
        table.add(
                "if they never read again",
                seconds < TOO_LONG_SECONDS && faults(others) == 0,
                "all %d closed by the server within %.0f s".formatted(STALLED, seconds));
    }

    /// In kilobytes, without garbage.
    private long memoryInUse() throws IOException {
        server.collectGarbage();
        return server.memoryInKilobytes();
    }

    private static int faults(List<Reader> readers) {
        return readers.stream().mapToInt(Reader::faults).sum();
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    /// The median of the rounds' percentiles.
    private static double p99(List<long[]> rounds) {
        return rounds.stream()
                .map(round -> at(round, .99))
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long[] all(List<long[]> rounds) {
        return rounds.stream().mapToLong(round -> Math.round(at(round, .99))).toArray();
    }
}
