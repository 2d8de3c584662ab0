package dev.messenger.server.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.storage.embedded.KillableDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A short torture; `scripts/torture` has long ones, and controls that must fail.
@Timeout(180)
final class TortureTest {

    private static final long SEED = 4;
    private static final int LIMIT_SECONDS = 90;

    @TempDir private Path directory;

    @Test
    void nothingIsLostAndNothingComesTwice() throws Exception {
        Schedule schedule =
                Schedule.of(
                        SEED,
                        List.of(
                                Trouble.KILL_SERVER,
                                Trouble.CUT_COMMIT,
                                Trouble.RESEND,
                                Trouble.KILL_DATABASE,
                                Trouble.STALL_CLIENTS,
                                Trouble.CUT_CLIENTS,
                                Trouble.KILL_SERVER));
        try (KillableDatabase database =
                KillableDatabase.durable(Files.createDirectory(directory.resolve("database")))) {
            Run.Outcome outcome =
                    Run.of(
                            schedule,
                            Run.Setting.straight(
                                    database,
                                    List.of("-cp", System.getProperty("java.class.path")),
                                    Files.createDirectory(directory.resolve("run")),
                                    LIMIT_SECONDS));

            Checker.Result result = outcome.result();
            assertThat(result.findings().examples()).as("seed " + SEED).isEmpty();
            assertThat(outcome.costs()).hasSameSizeAs(schedule.steps());
            assertThat(result.acked()).isGreaterThan(300);
            assertThat(result.delivered()).isGreaterThan(result.acked());
        }
    }
}
