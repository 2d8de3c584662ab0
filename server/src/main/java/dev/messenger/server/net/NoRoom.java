package dev.messenger.server.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Turns away a connection for which there is no room: with a 503 where HTTP is spoken in cleartext;
/// under TLS, a handshake would cost what is to be saved. On event loops.
final class NoRoom {

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /// So many are waited for until they have read their 503; the others are cut off after it.
    private static final int MOST_GOODBYES = 64;

    private static final String BODY =
            """
            {"code":"overloaded","message":"Too many connections. Try again later."}""";
    private static final byte[] ANSWER =
            """
            HTTP/1.1 503 Service Unavailable
            Content-Type: application/json; charset=utf-8
            Content-Length: %d
            Retry-After: 5
            Connection: close

            %s"""
                    .formatted(BODY.length(), BODY)
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger goodbyes = new AtomicInteger();

    void turnAway(Channel channel, boolean secure) {
        if (secure) {
            channel.close();
            return;
        }
        goodbyes.incrementAndGet();
        channel.closeFuture().addListener(_ -> goodbyes.decrementAndGet());
        channel.writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
                .addListener(
                        _ -> {
                            if (goodbyes.get() > MOST_GOODBYES) {
                                channel.close();
                            } else {
                                Linger.start(channel, GOODBYE);
                            }
                        });
    }
}
