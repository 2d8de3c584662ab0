package dev.messenger.server.bench.sockets;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// The same short question on many sockets, each answered in its turn.
final class Questions implements Load {

    /// It goes the whole way of a frame, through inbox, JSON, a worker and back over the event loop, and
    /// asks for nothing that the database would have to be asked for: of no chats.
    static final String QUESTION = "{\"type\":\"sync\",\"ref\":\"0123456789abcdef\",\"chats\":{}}";

    /// What it is answered with.
    static final String ANSWER = "{\"type\":\"synced\",\"ref\":\"0123456789abcdef\",\"more\":{}}";

    private static final int IN_FLIGHT = 64;

    private final List<Asker> askers = new ArrayList<>();
    private Score score = Score.none();
    private int keep;
    private int turn;

    Questions(List<Visit> visits) {
        visits.forEach(visit -> askers.add(new Asker(visit)));
    }

    List<? extends ClientSocket> sockets() {
        return askers;
    }

    @Override
    public void send(long due) {
        turn = (turn + 1) % askers.size();
        Asker asker = askers.get(turn);
        if (asker.unanswered < IN_FLIGHT) {
            asker.ask(due);
        } else {
            score.held(due);
        }
    }

    @Override
    public void keep(int unanswered) {
        keep = unanswered;
        askers.forEach(Asker::askOn);
    }

    @Override
    public void countIn(Score next) {
        score = next;
    }

    private final class Asker extends ClientSocket {

        private final byte[] question = new Template(QUESTION).bytes();

        /// When those that are not answered were due, oldest first, around its end.
        private final long[] due = new long[IN_FLIGHT];

        private int oldest;
        private int unanswered;

        Asker(Visit visit) {
            super(visit);
        }

        void ask(long when) {
            due[(oldest + unanswered) % IN_FLIGHT] = when;
            unanswered++;
            score.sent(when);
            send(bytes(question));
        }

        void askOn() {
            while (unanswered < keep) {
                ask(System.nanoTime());
            }
        }

        @Override
        void text(ByteBuf frame, int at, int end) {
            if (end - at != ANSWER.length()) {
                throw new IllegalStateException(Scan.text(frame, at, end));
            }
            long when = due[oldest];
            oldest = (oldest + 1) % IN_FLIGHT;
            unanswered--;
            score.answered(when);
            askOn();
        }
    }
}
