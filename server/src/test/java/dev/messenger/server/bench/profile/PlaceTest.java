package dev.messenger.server.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlaceTest {

    private static final String COPY = "io.netty.buffer.AbstractByteBuf.writeBytes";

    @Test
    void whatIsKnownInnermostSaysIt() {
        assertThat(
                        Place.of(
                                List.of(
                                        "java.lang.System.arraycopy",
                                        "org.postgresql.core.PGStream.send",
                                        "dev.messenger.server.delivery.ChatWriter.turn")))
                .isEqualTo(Place.DATABASE);
    }

    @Test
    void sealingIsToldFromOpening() {
        String pipeline = "io.netty.handler.ssl.SslHandler.channelReadComplete";
        assertThat(Place.of(List.of(COPY, "io.netty.handler.ssl.SslHandler.wrap", pipeline)))
                .isEqualTo(Place.SEAL);
        assertThat(Place.of(List.of(COPY, "io.netty.handler.ssl.SslHandler.unwrap", pipeline)))
                .isEqualTo(Place.OPEN);
    }

    @Test
    void whatNobodyKnowsIsOther() {
        assertThat(Place.of(List.of("com.example.Strange.thing"))).isEqualTo(Place.OTHER);
        assertThat(Place.of(List.of())).isEqualTo(Place.OTHER);
    }
}
