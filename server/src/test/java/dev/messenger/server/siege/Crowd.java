package dev.messenger.server.siege;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Ten thousand connections of one address: so many are served, the others are told to come back, and
/// nobody else notices.
final class Crowd {

    private static final int CONNECTIONS = 10_000;
    private static final int MOST = 2_000;
    private static final String CLEAR = "127.0.0.2";
    private static final String SECURE = "127.0.0.3";

    private final Besieged server;
    private final Table table;
    private final Queue<AutoCloseable> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();

    Crowd(Besieged server, Table table) {
        this.server = server;
        this.table = table;
    }

    void besiege() throws Exception {
        try (Bystander warmUp = Bystander.start(server)) {
            warmUp.asks(20);
        }
        long before = server.memory();
        server.forgetPeak();
        try (Bystander bystander = Bystander.start(server)) {
            atOnce(this::ask);
            bystander.asks(20);
            table.add(
                    "10,000 connections of one address, cleartext",
                    served.get() == MOST && cutOff.get() <= CONNECTIONS / 100,
                    "%,d served, %,d answered 503, %,d cut off"
                            .formatted(served.get(), turnedAway.get(), cutOff.get()));
            hangUp();
            atOnce(this::knock);
            bystander.asks(20);
            table.add(
                    "the same under TLS",
                    served.get() == MOST && turnedAway.get() == CONNECTIONS - MOST,
                    "%,d let in, %,d closed without a handshake"
                            .formatted(served.get(), turnedAway.get()));
            hangUp();
            table.add(
                    "another address meanwhile",
                    bystander.failures() == 0,
                    "%d new TLS connections, %d failed, the slowest answered after %.0f ms"
                            .formatted(
                                    bystander.answers(),
                                    bystander.failures(),
                                    bystander.slowestMillis()));
        }
        double again = Bystander.secondsUntilServed(server, CLEAR);
        table.add(
                "the crowd's own address afterwards",
                again < 10,
                "served again after %.1f s".formatted(again));
        table.add(
                "resident memory",
                server.peak() - before < 200,
                "%d MB before, %d MB at most, %d MB after"
                        .formatted(before, server.peak(), server.memory()));
    }

    private interface Visit {
        void make() throws IOException;
    }

    private void atOnce(Visit visit) throws InterruptedException {
        served.set(0);
        turnedAway.set(0);
        cutOff.set(0);
        CountDownLatch done = new CountDownLatch(CONNECTIONS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.execute(
                        () -> {
                            try {
                                visit.make();
                            } catch (IOException e) {
                                cutOff.incrementAndGet();
                            } finally {
                                done.countDown();
                            }
                        });
            }
            if (!done.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("still waiting: " + done.getCount());
            }
        }
    }

    /// In cleartext: one request, whose answer says whether there is room. Who is served stays.
    private void ask() throws IOException {
        Line line = Line.plain(server, CLEAR);
        held.add(line);
        int status = line.get("/healthz").status();
        (status == 200 ? served : turnedAway).incrementAndGet();
    }

    /// Under TLS: whom there is no room for is hung up on before a handshake.
    private void knock() throws IOException {
        Socket socket = Line.socket(server.port(), SECURE);
        held.add(socket);
        socket.setSoTimeout(3_000);
        try {
            if (socket.getInputStream().read() < 0) {
                turnedAway.incrementAndGet();
            }
        } catch (SocketTimeoutException letIn) {
            served.incrementAndGet();
        } catch (IOException reset) {
            turnedAway.incrementAndGet();
        }
    }

    private void hangUp() throws Exception {
        List<AutoCloseable> all = new ArrayList<>(held);
        held.clear();
        for (AutoCloseable one : all) {
            one.close();
        }
    }
}
