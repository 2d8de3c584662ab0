package dev.messenger.server.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/// One way to ask the database, shared by all who wait for it: who comes while a question is being
/// answered is part of the next one.
///
/// So one who comes alone waits for nobody, and of a thousand who come at once each costs the less. Any
/// thread asks. The questions are put, and their answers told, on a worker, one at a time, each in its
/// turn among the [Arrivals].
///
/// @param <Q> what is asked
/// @param <A> what is answered
final class SharedRead<Q, A> {

    /// So many in one question, that none takes long.
    static final int MOST = 64;

    private final Arrivals arrivals;
    private final Function<List<Q>, List<A>> read;
    private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();

    /// A question is in line, or being answered.
    private boolean underWay;

    private record Asked<Q, A>(
            Q question, Consumer<A> answered, Consumer<Throwable> failed, long since) {}

    /// @param read gives an answer for each question, in their order
    SharedRead(Arrivals arrivals, Function<List<Q>, List<A>> read) {
        this.arrivals = arrivals;
        this.read = read;
    }

    /// One of the two is run, once, on a worker. Neither may throw.
    ///
    /// @param failed is told why there is no answer
    void ask(Q question, Consumer<A> answered, Consumer<Throwable> failed) {
        synchronized (this) {
            waiting.add(new Asked<>(question, answered, failed, arrivals.now()));
            if (underWay) {
                return;
            }
            underWay = true;
        }
        arrivals.enter(this::put, this::turnAway);
    }

    private void put() {
        refuseLate();
        List<Asked<Q, A>> all = take();
        List<A> answers = List.of();
        Throwable fault = null;
        try {
            answers =
                    all.isEmpty()
                            ? answers
                            : read.apply(all.stream().map(Asked::question).toList());
        } catch (RuntimeException | Error e) {
            fault = e;
        }
        try {
            for (int i = 0; i < all.size(); i++) {
                if (fault == null) {
                    all.get(i).answered().accept(answers.get(i));
                } else {
                    all.get(i).failed().accept(fault);
                }
            }
        } finally {
            goOn();
        }
    }

    /// Waited too long for a turn: who came first, and perhaps more of them.
    private void turnAway() {
        refuseLate();
        goOn();
    }

    private void refuseLate() {
        takeLate().forEach(asked -> asked.failed().accept(Arrivals.tooMany()));
    }

    private void goOn() {
        synchronized (this) {
            underWay = !waiting.isEmpty();
            if (!underWay) {
                return;
            }
        }
        arrivals.enterAgain(this::put, this::turnAway);
    }

    /// They wait in the order they came, so these are the first.
    private synchronized List<Asked<Q, A>> takeLate() {
        List<Asked<Q, A>> late = new ArrayList<>();
        while (!waiting.isEmpty() && arrivals.isTooLong(waiting.element().since())) {
            late.add(waiting.remove());
        }
        return late;
    }

    private synchronized List<Asked<Q, A>> take() {
        List<Asked<Q, A>> taken = new ArrayList<>(Math.min(waiting.size(), MOST));
        while (taken.size() < MOST && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }
}
