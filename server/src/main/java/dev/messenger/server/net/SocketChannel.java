package dev.messenger.server.net;

import io.netty.channel.Channel;

/// The connection of one open WebSocket, for those who look at the pipeline itself.
///
/// @param resumable whether it speaks Part 2
public record SocketChannel(Channel channel, boolean resumable) {}
