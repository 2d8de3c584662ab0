package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/// The leak detector itself: it must notice, or every test that relies on it proves nothing.
class FailsOnLeaksTest {

    @Test
    void noticesABufferThatWasNotReleased() {
        FailsOnLeaks.listen();
        loseABuffer();
        assertThatThrownBy(FailsOnLeaks::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("loseABuffer");
    }

    @Test
    void acceptsABufferThatWasReleased() throws InterruptedException {
        FailsOnLeaks.listen();
        assertThat(PooledByteBufAllocator.DEFAULT.directBuffer(16).release()).isTrue();
        FailsOnLeaks.check();
    }

    private static void loseABuffer() {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).writeLong(1);
    }
}
