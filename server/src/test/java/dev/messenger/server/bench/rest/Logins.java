package dev.messenger.server.bench.rest;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Effort;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.contest.Tally;
import dev.messenger.server.bench.rest.Wrk.Asking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Logins of people who were not seen since the server started, and so cost a bcrypt each, of people
/// who were, and bcrypt alone.
///
/// Their passwords are hashed here, at the server's standard cost, which takes as long as a login.
final class Logins {

    private static final int COST = 10;
    private static final int CONNECTIONS = 8;

    /// Strangers have to be made, which takes as long as their logins: so their rounds are short.
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

    /// More than the server checks in a second, which has half the cores for it.
    private static final int A_SECOND =
            30 * Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int FAMILIAR = 40;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Logins() {}

    static Effort shorten(Effort effort) {
        return effort.withRound(shorter(effort.round())).withWarmUp(shorter(effort.warmUp()));
    }

    private static Duration shorter(Duration time) {
        return time.compareTo(LONGEST_ROUND) < 0 ? time : LONGEST_ROUND;
    }

    /// Everybody logs in for the first time.
    static Contender cold(Stage stage, String name) throws IOException {
        return new Cold(stage, name);
    }

    /// The same few log in again and again.
    static Contender familiar(Stage stage, String name) throws Exception {
        Path file = stage.directory().resolve("familiar");
        register(stage.server(), FAMILIAR, file);
        return new Wrk(stage, name, asking(stage, file, FAMILIAR), stage.server().costs());
    }

    /// What a login is at least, on one thread, as the server has it on two cores.
    static Contender bcrypt(String name) {
        return new Hashing(name);
    }

    private static Asking asking(Stage stage, Path file, int connections) throws IOException {
        return Asking.script(
                stage.server().url("/login"),
                connections,
                stage.installation().scripts().resolve("wrk/login.lua"),
                file.toString());
    }

    /// Adds people with passwords of their own.
    private static void register(Server server, int many, Path file)
            throws IOException, SQLException {
        int first = NUMBER.getAndAdd(many);
        List<String> hashes = IntStream.range(0, many).parallel().mapToObj(_ -> hash()).toList();
        StringBuilder lines = new StringBuilder();
        String sql =
                """
                INSERT INTO users (login, login_key, user_name, name_key, password_hash)
                VALUES (?, ?, ?, ?, ?)
                """;
        try (Connection connection = server.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < many; i++) {
                String login = "guest" + (first + i);
                for (int column = 1; column <= 4; column++) {
                    statement.setString(column, login);
                }
                statement.setString(5, hashes.get(i));
                statement.addBatch();
                lines.append(login).append(' ').append(Town.PASSWORD).append('\n');
            }
            statement.executeBatch();
            connection.commit();
        }
        Files.writeString(file, lines);
    }

    private static String hash() {
        return new String(
                BCrypt.with(BCrypt.Version.VERSION_2B)
                        .hash(COST, Town.PASSWORD.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);
    }

    /// Strangers for each round.
    private static final class Cold implements Contender {

        private final Stage stage;
        private final Server server;
        private final String name;
        private final Path file;
        private final Wrk wrk;
        private int strangers;

        Cold(Stage stage, String name) throws IOException {
            this.stage = stage;
            this.server = stage.server();
            this.name = name;
            this.file = stage.directory().resolve("strangers");
            this.wrk = new Wrk(stage, name, asking(stage, file, CONNECTIONS), server.costs());
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Costs costs() {
            return server.costs();
        }

        @Override
        public void ready() throws Exception {
            Effort effort = shorten(stage.effort());
            long seconds = 1 + Math.max(effort.round().toSeconds(), effort.warmUp().toSeconds());
            strangers = Math.toIntExact(seconds) * A_SECOND;
            register(server, strangers, file);
        }

        @Override
        public Tally run(Duration time) throws Exception {
            Tally tally = wrk.run(time);
            if (tally.operations() + CONNECTIONS > strangers) {
                throw new IllegalStateException("more than %d logins".formatted(strangers));
            }
            return tally;
        }
    }

    /// bcrypt on the calling thread.
    private record Hashing(String name) implements Contender {

        @Override
        public Tally run(Duration time) {
            byte[] hash = hash().getBytes(StandardCharsets.US_ASCII);
            byte[] password = Town.PASSWORD.getBytes(StandardCharsets.UTF_8);
            long began = System.nanoTime();
            int done = 0;
            do {
                if (!BCrypt.verifyer(BCrypt.Version.VERSION_2B).verify(password, hash).verified) {
                    throw new IllegalStateException("the right password is wrong");
                }
                done++;
            } while (System.nanoTime() - began < time.toNanos());
            return Tally.of(done, (System.nanoTime() - began) / 1e9);
        }
    }
}
