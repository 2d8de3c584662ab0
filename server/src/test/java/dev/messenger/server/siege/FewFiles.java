package dev.messenger.server.siege;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server that may open 512 files meets four times as many connections: it neither dies nor spins.
final class FewFiles {

    private static final int CONNECTIONS = 2_000;
    private static final int SECONDS = 5;

    private final Besieged server;
    private final Table table;

    FewFiles(Besieged server, Table table) {
        this.server = server;
        this.table = table;
    }

    void besiege() throws IOException {
        Bystander.secondsUntilServed(server, "127.0.0.9");
        List<Socket> crowd = new ArrayList<>();
        int refused = 0;
        double began;
        double opened;
        double held;
        boolean old;
        try (Line before = Line.secure(server, "127.0.0.9")) {
            before.get("/healthz");
            began = server.processorSeconds();
            for (int i = 0; i < CONNECTIONS; i++) {
                try {
                    crowd.add(Line.socket(server.port(), "127.0.0.2"));
                } catch (IOException e) {
                    refused++;
                }
            }
            opened = server.processorSeconds();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
            held = server.processorSeconds();
            old = before.get("/readyz").status() == 200;
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        table.add(
                "2,000 connections, 512 files",
                server.isAlive() && old && held - opened < SECONDS * 0.2,
                ("%,d connected, %d not; %.2f s of processor while they came, %.2f s in the %d s they"
                                + " stayed; an older connection is %s")
                        .formatted(
                                crowd.size(),
                                refused,
                                opened - began,
                                held - opened,
                                SECONDS,
                                old ? "served" : "not served"));
        double again = Bystander.secondsUntilServed(server, "127.0.0.9");
        table.add("the same, afterwards", again < 10, "served again after %.1f s".formatted(again));
    }
}
