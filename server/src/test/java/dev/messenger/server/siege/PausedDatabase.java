package dev.messenger.server.siege;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// PostgreSQL stands still for a quarter of a minute while fifty people talk: what they notice
/// meanwhile, and what has become of their messages.
final class PausedDatabase {

    private static final int PAIRS = 25;
    private static final int BEFORE_SECONDS = 8;
    private static final int PAUSE_SECONDS = Integer.getInteger("storm.pause", 15);
    private static final int AFTER_SECONDS = 5;

    private static final double MOST_PING_MILLIS = 50;
    private static final double MOST_ANSWER_MILLIS = 12_000;

    private final Besieged server;
    private final OutsideDatabase database;
    private final Table table;
    private final List<Talker> talkers = new ArrayList<>();

    PausedDatabase(Besieged server, OutsideDatabase database, Table table) {
        this.server = server;
        this.database = database;
        this.table = table;
    }

    void storm() throws IOException, SQLException {
        meet();
        try (RestCaller caller = RestCaller.start(server)) {
            pause(4); // what is compiled by then is nobody's
            long began = System.nanoTime();
            pause(BEFORE_SECONDS);
            database.pause();
            long paused = System.nanoTime();
            pause(PAUSE_SECONDS);
            database.goOn();
            long resumed = System.nanoTime();
            pause(AFTER_SECONDS);
            talkers.forEach(Talker::fallSilent);
            Patiently.await(
                    "the last acknowledgement", () -> talkers.stream().allMatch(Talker::isDone));
            Patiently.await("the last message", this::allHaveCaughtUp);
            caller.stop();
            pings(began, paused, resumed);
            answers(caller, paused, resumed);
            stored();
        } finally {
            for (Talker talker : talkers) {
                talker.close();
            }
        }
    }

    private void meet() throws IOException {
        try (Line line = Line.secure(server, "127.0.0.2")) {
            for (int i = 0; i < PAIRS; i++) {
                Account ann = Account.register(line, "ann" + i);
                Account bob = Account.register(line, "bob" + i);
                long chat = ann.chatWith(line, bob);
                for (Account one : List.of(ann, bob)) {
                    talkers.add(
                            new Talker(
                                    Line.secure(server, "127.0.0.2"),
                                    one,
                                    chat,
                                    TimeUnit.MILLISECONDS.toNanos(talkers.size() * 10L)));
                }
            }
        }
    }

    private boolean allHaveCaughtUp() {
        for (int i = 0; i < talkers.size(); i += 2) {
            Talker ann = talkers.get(i);
            Talker bob = talkers.get(i + 1);
            boolean broken = !ann.faults().isEmpty() || !bob.faults().isEmpty();
            if (ann.position() != bob.position() && !broken) {
                return false;
            }
        }
        return true;
    }

    private void pings(long began, long paused, long resumed) {
        double[] before =
                millis(talkers.stream().flatMap(it -> it.pongs().stream()), began, paused);
        double[] during =
                millis(talkers.stream().flatMap(it -> it.pongs().stream()), paused, resumed);
        table.add(
                "PostgreSQL stands still for %d s: pings meanwhile".formatted(PAUSE_SECONDS),
                at(during, .99) < MOST_PING_MILLIS
                        && during.length > talkers.size() * PAUSE_SECONDS,
                "p50 %.1f ms, p99 %.1f ms (before: %.1f and %.1f ms), n = %d, of %d sockets"
                        .formatted(
                                at(during, .5),
                                at(during, .99),
                                at(before, .5),
                                at(before, .99),
                                during.length,
                                talkers.size()));
    }

    private void answers(RestCaller caller, long paused, long resumed) {
        List<Talker.Answered> all = talkers.stream().flatMap(it -> it.answers().stream()).toList();
        int unanswered = talkers.stream().mapToInt(Talker::unanswered).sum();
        Map<String, Long> hows =
                new TreeMap<>(
                        all.stream()
                                .filter(it -> it.at() > paused)
                                .collect(groupingBy(Talker.Answered::how, counting())));
        double slowest = all.stream().mapToLong(Talker.Answered::took).max().orElseThrow() / 1e6;
        table.add(
                "frames sent meanwhile and after",
                unanswered == 0 && slowest < MOST_ANSWER_MILLIS,
                "%s; the slowest answer took %.1f s, unanswered: %d"
                        .formatted(hows, slowest / 1e3, unanswered));
        Map<String, Long> statuses =
                new TreeMap<>(
                        caller.answers().stream()
                                .filter(it -> it.at() > paused)
                                .collect(groupingBy(Talker.Answered::how, counting())));
        double slowestCall =
                caller.answers().stream().mapToLong(Talker.Answered::took).max().orElseThrow()
                        / 1e6;
        table.add(
                "requests over HTTP",
                List.of("200", "503").containsAll(statuses.keySet())
                        && slowestCall < MOST_ANSWER_MILLIS,
                "%s; the slowest answer took %.1f s".formatted(statuses, slowestCall / 1e3));
        double first =
                all.stream()
                                .filter(it -> it.at() > resumed && it.how().equals("ack"))
                                .mapToLong(Talker.Answered::at)
                                .min()
                                .orElseThrow()
                        - resumed;
        double last =
                all.stream()
                                .filter(it -> it.at() > resumed && !it.how().equals("ack"))
                                .mapToLong(Talker.Answered::at)
                                .max()
                                .orElse(resumed)
                        - resumed;
        table.add(
                "when it goes on",
                true,
                "the first acknowledgement after %.2f s, the last refusal after %.2f s"
                        .formatted(first / 1e9, last / 1e9));
    }

    private record Stored(long chat, long seq) {}

    private void stored() throws SQLException {
        Map<UUID, List<Stored>> rows = new HashMap<>();
        Map<Long, Long> heads = new HashMap<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            var messages =
                    statement.executeQuery("SELECT client_msg_id, chat_id, seq FROM messages");
            while (messages.next()) {
                rows.computeIfAbsent(messages.getObject(1, UUID.class), _ -> new ArrayList<>())
                        .add(new Stored(messages.getLong(2), messages.getLong(3)));
            }
            var chats = statement.executeQuery("SELECT id, last_seq FROM chats");
            while (chats.next()) {
                heads.put(chats.getLong(1), chats.getLong(2));
            }
        }
        int written = talkers.stream().mapToInt(Talker::written).sum();
        long lost = 0;
        for (Talker talker : talkers) {
            for (var mine : talker.acknowledged().entrySet()) {
                Stored right = new Stored(talker.chat(), mine.getValue());
                lost += List.of(right).equals(rows.get(mine.getKey())) ? 0 : 1;
            }
            lost += talker.written() - talker.acknowledged().size();
        }
        int stored = rows.values().stream().mapToInt(List::size).sum();
        long behind =
                talkers.stream()
                        .filter(it -> it.position() != heads.getOrDefault(it.chat(), 0L))
                        .count();
        List<String> faults = talkers.stream().flatMap(it -> it.faults().stream()).toList();
        faults.stream().limit(10).forEach(System.err::println);
        table.add(
                "what became of the messages",
                lost == 0 && stored == written && behind == 0 && faults.isEmpty(),
                ("%,d written, %,d stored, lost or under another number: %d; sockets that did not"
                                + " see every number once, in order: %d")
                        .formatted(written, stored, lost, behind + faults.size()));
    }

    /// Sorted, of those that were answered between two moments.
    private static double[] millis(Stream<Talker.Answered> all, long from, long to) {
        return all.filter(it -> it.at() - from >= 0 && it.at() - to < 0)
                .mapToDouble(it -> it.took() / 1e6)
                .sorted()
                .toArray();
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static void pause(int seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }
}
