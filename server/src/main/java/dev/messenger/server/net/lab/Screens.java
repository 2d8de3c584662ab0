package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// All feeds, by the user whose they are. Safe on any thread; nothing here blocks.
final class Screens implements AutoCloseable {

    static final int MOST_OF_A_USER = 4;
    static final int MOST = 16;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final LabClock clock;

    /// Called with a user whose last feed was closed.
    private final LongConsumer deserted;

    private volatile Map<Long, List<Screen>> byUser = Map.of();
    private boolean closed;

    Screens(LabClock clock, LongConsumer deserted) {
        this.clock = clock;
        this.deserted = deserted;
    }

    /// @throws Rejected if there are too many already
    synchronized Screen open(long userId, BooleanSupplier signedIn, LabEvent first) {
        List<Screen> own = of(userId);
        if (closed
                || own.size() >= MOST_OF_A_USER
                || byUser.values().stream().mapToInt(List::size).sum() >= MOST) {
            throw Rejected.retryLater(
                    Reason.RATE_LIMITED, "Too many look into the lab already.", RETRY_AFTER);
        }
        List<Screen> more = new ArrayList<>(own);
        Screen[] screen = new Screen[1];
        screen[0] = new Screen(clock, signedIn, () -> remove(userId, screen[0]));
        screen[0].show(first);
        more.add(screen[0]);
        put(userId, more);
        return screen[0];
    }

    private void remove(long userId, Screen screen) {
        boolean last;
        synchronized (this) {
            List<Screen> left = of(userId).stream().filter(it -> it != screen).toList();
            put(userId, left);
            last = left.isEmpty();
        }
        if (last) {
            deserted.accept(userId);
        }
    }

    private void put(long userId, List<Screen> screens) {
        Map<Long, List<Screen>> changed = new HashMap<>(byUser);
        if (screens.isEmpty()) {
            changed.remove(userId);
        } else {
            changed.put(userId, List.copyOf(screens));
        }
        byUser = Map.copyOf(changed);
    }

    private List<Screen> of(long userId) {
        return byUser.getOrDefault(userId, List.of());
    }

    /// Whether anybody looks.
    boolean hasAny(long userId) {
        return byUser.containsKey(userId);
    }

    void show(long userId, LabEvent event) {
        of(userId).forEach(screen -> screen.show(event));
    }

    /// Ends all feeds.
    @Override
    public void close() {
        List<Screen> all;
        synchronized (this) {
            closed = true;
            all = byUser.values().stream().flatMap(List::stream).toList();
        }
        all.forEach(Screen::close);
    }
}
