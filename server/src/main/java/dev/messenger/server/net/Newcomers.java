package dev.messenger.server.net;

import io.netty.channel.Channel;

/// Is told of each connection as soon as its pipeline stands, before the first byte. On its event loop.
public interface Newcomers {

    /// Nobody cares.
    Newcomers UNSEEN = _ -> {};

    void arrived(Channel channel);
}
