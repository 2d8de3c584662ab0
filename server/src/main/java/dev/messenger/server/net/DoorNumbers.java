package dev.messenger.server.net;

import dev.messenger.server.meter.Histogram;
import java.util.List;
import java.util.Map;

/// What came to the front door since the start, and what is inside now.
///
/// @param connections that are open, WebSockets included
/// @param sockets the WebSockets
public record DoorNumbers(
        int connections, Sockets sockets, Arrivals arrivals, List<Loop> loops, Buffers buffers) {

    /// WebSockets.
    ///
    /// @param legacy open ones of Part 1
    /// @param resumable open ones of Part 2
    /// @param stalled those of these whose peers read too slowly
    /// @param openedLegacy since the start
    /// @param openedResumable since the start
    /// @param sent frames since the start
    /// @param closed by us since the start, by close code
    public record Sockets(
            long legacy,
            long resumable,
            long stalled,
            long openedLegacy,
            long openedResumable,
            long sent,
            Map<Integer, Long> closed) {}

    /// New connections.
    ///
    /// @param handshakes of TLS
    /// @param failedHandshakes of TLS
    /// @param refusedAll because the server had as many as it takes
    /// @param refusedOfAddress because their address had
    /// @param refusedTooFast because others of their address came just before
    public record Arrivals(
            long admitted,
            long handshakes,
            long failedHandshakes,
            long refusedAll,
            long refusedOfAddress,
            long refusedTooFast) {}

    /// An event loop.
    ///
    /// @param tasks that wait for it
    /// @param late by how many nanoseconds it came to a task that it had been given for a moment
    public record Loop(int tasks, Histogram.Counts late) {}

    /// Memory of Netty's allocator, in bytes.
    public record Buffers(long heap, long direct) {}
}
