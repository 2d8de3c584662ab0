package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.DiskSpace.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DiskSpaceTest {

    private static final Duration PATIENCE = Duration.ofMillis(20);

    private long free = DiskSpace.LEAST;
    private int looks;
    private long now;

    private long look() {
        looks++;
        if (free < 0) {
            throw new UncheckedIOException(new IOException("no disk"));
        }
        return free;
    }

    @Test
    void diskIsFullBelowTheLeast() {
        DiskSpace disk = new DiskSpace(this::look, Runnable::run, PATIENCE, () -> now);
        assertThat(disk.state()).isEqualTo(State.OK);

        free--;
        now += DiskSpace.FRESH.toNanos();
        assertThat(disk.state()).isEqualTo(State.FULL);

        free = -1;
        now += DiskSpace.FRESH.toNanos();
        assertThat(disk.state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void whatWasSeenJustBeforeIsNotLookedAtAgain() {
        DiskSpace disk = new DiskSpace(this::look, Runnable::run, PATIENCE, () -> now);
        disk.state();
        now += DiskSpace.FRESH.toNanos() - 1;
        disk.state();
        assertThat(looks).isEqualTo(1);

        now++;
        disk.state();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void diskThatHangsIsUnknownAndAskedOnce() {
        Queue<Runnable> hanging = new ArrayDeque<>();
        DiskSpace disk = new DiskSpace(this::look, hanging::add, PATIENCE, () -> now);
        assertThat(disk.state()).isEqualTo(State.UNKNOWN);
        now += 2 * DiskSpace.FRESH.toNanos();
        assertThat(disk.state()).isEqualTo(State.UNKNOWN);
        assertThat(hanging).hasSize(1);

        hanging.remove().run();
        DiskSpace.State stale = disk.state();
        hanging.remove().run();
        assertThat(stale).as("it was seen too long ago").isEqualTo(State.UNKNOWN);
        assertThat(disk.state()).isEqualTo(State.OK);
    }

    @Test
    void aRealDiskHasSomeState() {
        assertThat(DiskSpace.of(Path.of("."), Runnable::run).state()).isNotEqualTo(State.UNKNOWN);
    }
}
