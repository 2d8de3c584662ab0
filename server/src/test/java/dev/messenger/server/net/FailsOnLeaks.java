package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails the class of tests in which a buffer became garbage without having been released; what it
/// says of the buffer names the test.
///
/// Netty tells only after the garbage collector found the buffer, and only when the next one is
/// tracked; so after the last test this collects garbage and tracks one more. After each would be
/// nicer, but costs a quarter of a second a test.
public final class FailsOnLeaks implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final int COLLECTIONS = 2;
    private static final long COLLECTION_MILLIS = 2_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        listen();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        check();
    }

    static void listen() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((_, records) -> LEAKS.add(records));
    }

    static void check() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
        }
        String leak = LEAKS.poll();
        LEAKS.clear();
        assertThat(leak).as("a buffer that nobody released").isNull();
    }

    /// Returns once a collection has found what became garbage before it.
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        PhantomReference<Object> marker = new PhantomReference<>(new Object(), found);
        System.gc();
        assertThat(found.remove(COLLECTION_MILLIS)).as("found by the collector").isSameAs(marker);
    }
}
