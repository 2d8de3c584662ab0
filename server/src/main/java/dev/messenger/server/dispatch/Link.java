package dev.messenger.server.dispatch;

import java.net.InetAddress;

/// The connection that a request came on.
///
/// @param id as in the logs
/// @param peer who is at its other end
/// @param proxied whether that is a proxy, which only passes on what others ask
public record Link(String id, InetAddress peer, boolean proxied) {

    /// Whether the peer is on this very machine, and asks for itself.
    public boolean local() {
        return peer.isLoopbackAddress() && !proxied;
    }
}
