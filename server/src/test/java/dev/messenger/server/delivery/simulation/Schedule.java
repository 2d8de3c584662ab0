package dev.messenger.server.delivery.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Virtual time, and the order of everything that happens: which thread goes on next is drawn from the
/// seed.
final class Schedule {

    /// The most that one step takes.
    private static final int STEP_NANOS = 100_000;

    /// One step in so many finds the whole machine asleep for a while.
    private static final int STALLS_EVERY = 500;

    private static final long LONGEST_STALL = Duration.ofMillis(400).toNanos();

    private final SplittableRandom random;
    private final List<Lane> ready = new ArrayList<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(
                    Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private long now;
    private long timersSet;
    private int owed;
    private @Nullable Lane running;

    private record Timer(long due, long number, boolean isOwed, Runnable task) {}

    Schedule(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A thread, or whatever else does one thing after the other in the order it was given.
    final class Lane implements Executor {

        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private boolean blocked;
        private boolean listed;

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            list();
        }

        /// From now on nothing of it runs, or runs again.
        void block(boolean on) {
            blocked = on;
            list();
        }

        void clear() {
            tasks.clear();
        }

        /// Whether what happens now happens here.
        boolean isRunning() {
            return running == this;
        }

        private boolean isReady() {
            return !blocked && !tasks.isEmpty();
        }

        private void list() {
            if (!listed && isReady()) {
                listed = true;
                ready.add(this);
            }
        }
    }

    Lane lane() {
        return new Lane();
    }

    /// Threads of which each runs one task.
    Executor workers() {
        return task -> lane().execute(task);
    }

    long nanoTime() {
        return now;
    }

    /// Runs a task after a while; until then things are not quiet.
    void after(Duration delay, Runnable task) {
        owed++;
        add(delay, true, task);
    }

    /// The same, but nobody waits for it.
    void someday(Duration delay, Runnable task) {
        add(delay, false, task);
    }

    private void add(Duration delay, boolean isOwed, Runnable task) {
        timers.add(new Timer(now + delay.toNanos(), timersSet++, isOwed, task));
    }

    /// Lets one thing happen.
    void step() {
        now += random.nextInt(STEP_NANOS);
        if (random.nextInt(STALLS_EVERY) == 0) {
            now += random.nextLong(LONGEST_STALL);
        }
        fire();
        Lane lane = next();
        if (lane != null) {
            running = lane;
            lane.tasks.remove().run();
            running = null;
        } else if (!timers.isEmpty()) {
            now = Math.max(now, timers.peek().due());
            fire();
        }
    }

    private void fire() {
        while (!timers.isEmpty() && timers.peek().due() <= now) {
            Timer timer = timers.remove();
            if (timer.isOwed()) {
                owed--;
            }
            timer.task().run();
        }
    }

    private @Nullable Lane next() {
        while (!ready.isEmpty()) {
            int i = random.nextInt(ready.size());
            Lane lane = ready.get(i);
            if (lane.isReady()) {
                return lane;
            }
            lane.listed = false;
            Lane last = ready.removeLast();
            if (i < ready.size()) {
                ready.set(i, last);
            }
        }
        return null;
    }

    /// Whether nothing happens any more but what nobody waits for.
    boolean isQuiet() {
        return owed == 0 && ready.stream().noneMatch(Lane::isReady);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long bits() {
        return random.nextLong();
    }

    Duration upTo(Duration longest) {
        return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
    }

    <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
