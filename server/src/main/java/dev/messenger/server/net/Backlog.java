package dev.messenger.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// What was written to one socket's channel and waits to be sent. On the event loop.
///
/// A channel does not know of bytes before they are flushed; so that it does in time, they are flushed
/// whenever that decides whether more may be written.
final class Backlog {

    /// Bytes that may wait for a legacy peer.
    static final long LARGEST = 1 << 20;

    /// Bytes that are written without a flush: only then does the channel know that they wait.
    private static final int MOST_UNFLUSHED = 32 * 1024;

    private final Channel channel;
    private int unflushed;

    Backlog(Channel channel) {
        this.channel = channel;
    }

    /// So much was written.
    void add(int bytes) {
        unflushed += bytes;
    }

    void flush() {
        unflushed = 0;
        channel.flush();
    }

    /// Whether no more waits than the channel calls writable.
    boolean isShort() {
        if (unflushed >= MOST_UNFLUSHED) {
            flush();
        }
        return channel.isActive() && channel.isWritable();
    }

    /// Whether a frame may wait behind what waits already. One that nothing waits before is taken
    /// however long it is: the list of all chats may be.
    boolean hasRoomFor(ByteBuf frame) {
        if (waiting() + frame.readableBytes() <= LARGEST) {
            return true;
        }
        // What waits may wait for nothing but the flush that ends a batch.
        flush();
        long still = waiting();
        return still == 0 || still + frame.readableBytes() <= LARGEST;
    }

    /// Bytes that wait.
    long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
