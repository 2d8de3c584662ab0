package dev.messenger.server.net;

import java.util.List;
import java.util.stream.Stream;

/// The sockets of one user that are of one lane and speak one part, as they were at some moment: what
/// all of them get is handed over once. Safe on any thread; equal to itself alone.
final class Receivers {

    private final Lane lane;
    private final boolean resumable;
    private final List<OpenSocket> sockets;

    private Receivers(Lane lane, boolean resumable, List<OpenSocket> sockets) {
        this.lane = lane;
        this.resumable = resumable;
        this.sockets = sockets;
    }

    static Receivers of(OpenSocket socket) {
        return new Receivers(socket.lane(), socket.isResumable(), List.of(socket));
    }

    Lane lane() {
        return lane;
    }

    /// Whether they speak Part 2.
    boolean areResumable() {
        return resumable;
    }

    List<OpenSocket> sockets() {
        return sockets;
    }

    /// Whether a socket is of this lane and part.
    boolean admit(OpenSocket socket) {
        return lane.equals(socket.lane()) && resumable == socket.isResumable();
    }

    Receivers with(OpenSocket socket) {
        return of(Stream.concat(sockets.stream(), Stream.of(socket)).toList());
    }

    /// Perhaps of nobody.
    Receivers without(OpenSocket gone) {
        return of(sockets.stream().filter(socket -> socket != gone).toList());
    }

    private Receivers of(List<OpenSocket> others) {
        return new Receivers(lane, resumable, others);
    }
}
