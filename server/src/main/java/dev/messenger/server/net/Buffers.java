package dev.messenger.server.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/// The allocator that all channels share.
final class Buffers {

    private Buffers() {}

    static DoorNumbers.Buffers inUse() {
        if (!(ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider)) {
            return new DoorNumbers.Buffers(0, 0);
        }
        ByteBufAllocatorMetric metric = provider.metric();
        return new DoorNumbers.Buffers(metric.usedHeapMemory(), metric.usedDirectMemory());
    }
}
