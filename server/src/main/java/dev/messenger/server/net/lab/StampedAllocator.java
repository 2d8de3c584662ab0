package dev.messenger.server.net.lab;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Makes buffers as another does, and notes when it made the last one: a channel has one made right
/// before each `read(2)`. On the event loop of the one channel that has it.
final class StampedAllocator extends AbstractByteBufAllocator {

    private final ByteBufAllocator other;
    private final LabClock clock;
    private long last;

    StampedAllocator(ByteBufAllocator other, LabClock clock) {
        super(true);
        this.other = other;
        this.clock = clock;
    }

    ByteBufAllocator other() {
        return other;
    }

    /// When the last buffer was made.
    long last() {
        return last;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return other.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        last = clock.now();
        return other.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return other.isDirectBufferPooled();
    }
}
