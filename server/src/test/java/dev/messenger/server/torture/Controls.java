package dev.messenger.server.torture;

import dev.messenger.server.torture.Findings.Fault;
import dev.messenger.server.torture.Run.Setting;
import dev.messenger.server.torture.SpoiltLink.Spoil;
import dev.messenger.storage.embedded.KillableDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Runs that must fail: each breaks one promise, outside the server, and the checker has to notice. A
/// checker that never cries proves nothing.
final class Controls {

    private static final long SEED = 1;
    private static final int LIMIT_SECONDS = 60;

    /// Every row gets a key of its own, so that no resend is ever known again.
    private static final String WITHOUT_A_KEY =
            """
            CREATE FUNCTION forget_the_key() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.client_msg_id := gen_random_uuid();
                RETURN NEW;
            END $$;
            CREATE TRIGGER forget_the_key BEFORE INSERT ON messages
                FOR EACH ROW EXECUTE FUNCTION forget_the_key();
            """;

    /// A promise, how it is broken, and what must be found then.
    private enum Control {
        ACK_BEFORE_COMMIT(Fault.LOST, Trouble.KILL_SERVER, 2),
        WITHOUT_THE_KEY(Fault.DUPLICATED, Trouble.RESEND, 1),
        FAN_OUT_SWAPPED(Fault.REORDERED, Trouble.CUT_CLIENTS, 1),
        FRAMES_DROPPED(Fault.GAPS, Trouble.LOCK_CHAT, 1),
        ACKS_DROPPED(Fault.UNANSWERED, Trouble.LOCK_CHAT, 1),
        UNFLUSHED_DATABASE(Fault.LOST, Trouble.KILL_DATABASE, 2);

        private final Fault expected;
        private final Trouble trouble;
        private final int times;

        Control(Fault expected, Trouble trouble, int times) {
            this.expected = expected;
            this.trouble = trouble;
            this.times = times;
        }

        private Schedule schedule() {
            return Schedule.of(SEED, Collections.nCopies(times, trouble));
        }

        private String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private UnaryOperator<Link> wiring() {
            Random random = new Random(SEED);
            return switch (this) {
                case FAN_OUT_SWAPPED -> link -> new SpoiltLink(link, Spoil.SWAP, random);
                case FRAMES_DROPPED -> link -> new SpoiltLink(link, Spoil.DROP, random);
                case ACKS_DROPPED -> link -> new SpoiltLink(link, Spoil.SILENCE, random);
                case ACK_BEFORE_COMMIT, WITHOUT_THE_KEY, UNFLUSHED_DATABASE -> link -> link;
            };
        }

        private void prepare(Stored.Source source) throws SQLException {
            try (var connection = source.connect();
                    var statement = connection.createStatement()) {
                switch (this) {
                    case WITHOUT_THE_KEY -> statement.execute(WITHOUT_A_KEY);
                    // The tables and who is who are to survive.
                    case UNFLUSHED_DATABASE -> statement.execute("CHECKPOINT");
                    case ACK_BEFORE_COMMIT, FAN_OUT_SWAPPED, FRAMES_DROPPED, ACKS_DROPPED -> {}
                }
            }
        }

        private KillableDatabase database(Path directory) throws IOException {
            return this == UNFLUSHED_DATABASE
                    ? KillableDatabase.unflushed(directory)
                    : KillableDatabase.durable(directory);
        }

        private List<String> serverFlags() {
            return this == UNFLUSHED_DATABASE ? List.of("--unsafe-database") : List.of();
        }
    }

    private final List<String> javaOptions;
    private final Path directory;
    private final PrintWriter out;

    Controls(List<String> javaOptions, Path directory, PrintWriter out) {
        this.javaOptions = javaOptions;
        this.directory = directory;
        this.out = out;
    }

    /// Whether the checker cried each time.
    ///
    /// @param words of the titles of those that are to be run
    boolean run(String words) throws IOException, SQLException, InterruptedException {
        boolean all = true;
        for (Control control : Control.values()) {
            if (!control.title().contains(words)) {
                continue;
            }
            Path own = Files.createDirectories(directory.resolve(control.name()));
            try (KillableDatabase database =
                    control.database(Files.createDirectories(own.resolve("database")))) {
                Setting setting =
                        new Setting(
                                database,
                                javaOptions,
                                control.serverFlags(),
                                own,
                                LIMIT_SECONDS,
                                control.wiring(),
                                control::prepare,
                                control == Control.ACK_BEFORE_COMMIT);
                Findings found = Run.of(control.schedule(), setting).result().findings();
                boolean cried = found.count(control.expected) > 0;
                all &= cried;
                out.printf(
                        "| %s | %s | %s |%n",
                        control.title(), found, cried ? "noticed" : "NOT NOTICED");
                out.flush();
            }
        }
        return all;
    }
}
