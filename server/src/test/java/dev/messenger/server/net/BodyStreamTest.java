package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a reader sees of a body that is still arriving.
class BodyStreamTest {

    private static final int PATIENCE_SECONDS = 10;

    private final AtomicInteger roomAgain = new AtomicInteger();
    private final BodyStream body = new BodyStream(roomAgain::incrementAndGet);

    @Test
    void isReadInTheOrderItCame() throws Exception {
        add("ab");
        add("");
        add("cde");
        body.complete();
        assertThat(body.read()).isEqualTo('a');
        assertThat(body.available()).isEqualTo(4);
        assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("bcde");
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void readsBytesAbove127AsPositiveNumbers() {
        body.add(Unpooled.wrappedBuffer(new byte[] {(byte) 0xff}));
        assertThat(body.read()).isEqualTo(255);
    }

    @Test
    void makesTheReaderWaitForMore() throws Exception {
        CompletableFuture<Integer> next = onVirtualThread();
        add("a");
        assertThat(next.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo('a');
    }

    @Test
    void endsTheWaitWhenTheBodyIsComplete() throws Exception {
        CompletableFuture<Integer> next = onVirtualThread();
        body.complete();
        assertThat(next.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void endsTheWaitWhenTheBodyFails() {
        CompletableFuture<Integer> next = onVirtualThread();
        body.fail(Rejected.because(Reason.REQUEST_TIMEOUT, "gone"));
        assertThatThrownBy(() -> next.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Rejected.class);
    }

    @Test
    void failsBeforeWhatCameIsRead() {
        add("abc");
        body.fail(Rejected.because(Reason.REQUEST_TIMEOUT, "gone"));
        assertThatThrownBy(body::read).isInstanceOf(Rejected.class);
    }

    /// Closing a part of a form reads on, in a try whose own exception came from reading.
    @Test
    void failsEachReadAnew() {
        body.fail(Rejected.because(Reason.REQUEST_TIMEOUT, "gone"));
        Throwable first = catchThrowable(body::read);
        assertThatThrownBy(body::read)
                .isInstanceOf(Rejected.class)
                .hasMessage("gone")
                .isNotSameAs(first);
    }

    @Test
    void failsAnewForEachReadSoThatOneFailureCanSuppressTheOther() {
        body.fail(Rejected.because(Reason.REQUEST_TIMEOUT, "gone"));
        Throwable first = catchThrowable(body::read);
        assertThat(catchThrowable(body::read)).isInstanceOf(Rejected.class).isNotSameAs(first);
    }

    @Test
    void isFullAtItsCapacityUntilHalfOfThatIsRead() throws Exception {
        int half = BodyStream.CAPACITY / 2;
        body.add(Unpooled.wrappedBuffer(new byte[half]));
        assertThat(body.isFull()).isFalse();
        body.add(Unpooled.wrappedBuffer(new byte[half]));
        assertThat(body.isFull()).isTrue();

        body.readNBytes(half - 1);
        assertThat(body.isFull()).isTrue();
        assertThat(roomAgain).hasValue(0);
        assertThat(body.read()).isZero();
        assertThat(body.isFull()).isFalse();
        assertThat(roomAgain).hasValue(1);
        body.readNBytes(half);
        assertThat(roomAgain).hasValue(1);
    }

    private CompletableFuture<Integer> onVirtualThread() {
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                next.complete(body.read());
                            } catch (RuntimeException e) {
                                next.completeExceptionally(e);
                            }
                        });
        return next;
    }

    private void add(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        body.add(bytes);
        bytes.release();
    }
}
