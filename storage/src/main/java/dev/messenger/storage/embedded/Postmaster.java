package dev.messenger.storage.embedded;

import dev.messenger.storage.embedded.PostgresPrograms.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts and stops PostgreSQL on the cluster of a data directory this process holds.
///
/// `pg_ctl` gives it a session of its own, so Ctrl-C at the terminal reaches the server only, which
/// drains before it stops its database.
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    private static final int PORTS_TRIED = 5;
    private static final long LOG_LIMIT = 8 << 20;
    private static final Duration START_LIMIT = Duration.ofMinutes(5); // the longest recovery
    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(5);

    /// Names a port that is free, as far as can be known.
    interface FreePorts {
        int next() throws IOException;
    }

    private final DataDirectory data;
    private final PostgresPrograms programs;
    private final Settings settings;
    private final Path logFile;
    private final Path pidFile;

    Postmaster(DataDirectory data, PostgresPrograms programs, Settings settings) {
        this.data = data;
        this.programs = programs;
        this.settings = settings;
        this.pidFile = data.cluster().resolve("postmaster.pid");
        this.logFile = data.logs().resolve("postgres.log");
    }

    /// Returns the port it answers on. A port found free can be taken before PostgreSQL binds it.
    int start(FreePorts freePorts) throws IOException {
        turnLog();
        for (int tried = 1; ; tried++) {
            int port = freePorts.next();
            long before = Files.exists(logFile) ? Files.size(logFile) : 0;
            Ended ended = tryStart(port);
            if (ended.well()) {
                return port;
            }
            stop();
            String told = tellingSince(before);
            if (tried == PORTS_TRIED || !told.contains("could not bind")) {
                throw new DatabaseUnavailable(
                        "The database did not start (%s has more): %s"
                                .formatted(
                                        logFile, new Ended(false, told + ended.output()).reason()));
            }
        }
    }

    /// Whether the process that was started last lives.
    boolean isRunning() throws IOException {
        return PostgresProcesses.worksIn(data.cluster(), recordedPid());
    }

    /// What a killed server left: a program at work, its PostgreSQL, or only the pid file, whose number
    /// may be anybody's by now and would keep PostgreSQL from starting.
    void stopLeftover() throws IOException {
        PostgresProcesses.in(data.logs()).killAll();
        PostgresProcesses leftover = PostgresProcesses.in(data.cluster());
        if (!leftover.none()) {
            log.warn("event=orphan_found processes={}", leftover.handles().size());
            stop();
        }
        Files.deleteIfExists(pidFile);
    }

    /// Fast, then immediate (the next start recovers), then by force: each in bounded time.
    void stop() throws IOException {
        PostgresProcesses running = PostgresProcesses.in(data.cluster());
        if (running.none()) {
            return;
        }
        boolean told =
                running.include(recordedPid())
                        && (pgCtlStop("fast", FAST_STOP_LIMIT).well()
                                || pgCtlStop("immediate", IMMEDIATE_STOP_LIMIT).well());
        if (!told || !running.goneWithin(IMMEDIATE_STOP_LIMIT)) {
            log.warn("event=database_killed processes={}", running.handles().size());
            PostgresProcesses.in(data.cluster()).killAll();
        }
    }

    /// `pg_ctl` signals the process of this number, whosever it is: so it is looked at first.
    private long recordedPid() throws IOException {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::valueOf)
                    .orElse(-1L);
        } catch (NoSuchFileException none) {
            return -1;
        }
    }

    private Ended tryStart(int port) throws IOException {
        List<String> options = new ArrayList<>();
        options.add("-p " + port);
        settings.always().forEach(setting -> options.add("-c " + setting));
        return programs.run(
                START_LIMIT.plusSeconds(10),
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=" + START_LIMIT.toSeconds(),
                "--pgdata=" + data.cluster(),
                "--log=" + logFile,
                "--options=" + String.join(" ", options));
    }

    private Ended pgCtlStop(String mode, Duration limit) throws IOException {
        return programs.run(
                limit.plusSeconds(5),
                "pg_ctl",
                "stop",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--mode=" + mode,
                "--pgdata=" + data.cluster());
    }

    private String tellingSince(long position) throws IOException {
        if (Files.notExists(logFile)) {
            return "";
        }
        try (var in = Files.newInputStream(logFile)) {
            in.skipNBytes(position);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// PostgreSQL says little (see [Settings]), so a look at each start keeps the log bounded.
    private void turnLog() throws IOException {
        if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT) {
            Files.move(
                    logFile,
                    data.logs().resolve("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
