package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.messenger.server.Awaits;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.ScriptedRouter;
import dev.messenger.storage.StorageUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that are made while the client takes them.
@ExtendWith(FailsOnLeaks.class)
class PagedBodyTest {

    private static final int MIB = 1 << 20;
    private static final int MANY = 256;

    private static final Duration IMPATIENT = Duration.ofMillis(300);

    /// More than two spans of an impatient server.
    private static final Duration QUIET = Duration.ofSeconds(1);

    @TempDir Path directory;

    /// How many pages were asked for.
    private final AtomicInteger asked = new AtomicInteger();

    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on("GET", "/three", 0, (_, _) -> pages(texts("one", "", "three")))
                    .on("HEAD", "/three", 0, (_, _) -> pages(texts("one", "", "three")))
                    .on("GET", "/none", 0, (_, _) -> pages(texts()))
                    .on("GET", "/failing", 0, (_, _) -> pages(failingAfter("one")))
                    .on("GET", "/huge", 0, (_, _) -> pages(huge()));

    private final HttpChannel client = new HttpChannel(router, ConnectionLimits.standard());

    @Test
    void isSentInChunksAndTheConnectionGoesOn() {
        client.sends("GET /three HTTP/1.1\nHost: a\n\n");
        worksOnAll();
        assertThat(client.answered())
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK
                        x-content-type-options: nosniff
                        transfer-encoding: chunked

                        3
                        one
                        5
                        three
                        0

                        """);
        client.sends("GET /none HTTP/1.1\nHost: a\n\n");
        worksOnAll();
        assertThat(client.answered()).endsWith("\n\n0\n\n");
        assertThat(client.isOpen()).isTrue();
        client.channel.finishAndReleaseAll();
    }

    @Test
    void isCutWithoutItsLastChunkWhereAPageFails() {
        client.sends("GET /failing HTTP/1.1\nHost: a\n\n");
        worksOnAll();
        assertThat(client.answered()).endsWith("\n\n3\none\n");
        assertThat(client.isOpen()).isFalse();
        client.channel.finishAndReleaseAll();
    }

    @Test
    void clientIsToldUnderTlsThatItWasCut() throws Exception {
        try (OpenDoor door = new OpenDoor(directory, router, ConnectionLimits.standard());
                HttpClient http = door.client()) {
            HttpRequest failing = HttpRequest.newBuilder(door.https("/failing")).build();
            HttpRequest three = HttpRequest.newBuilder(door.https("/three")).build();
            assertThatThrownBy(() -> http.send(failing, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(http.send(three, BodyHandlers.ofString()).body()).isEqualTo("onethree");
        }
    }

    @Test
    void isRefusedToHttp10WhichCouldNotTellThatItWasCut() {
        client.sends("GET /three HTTP/1.0\nConnection: keep-alive\n\n");
        worksOnAll();
        assertThat(client.answered())
                .startsWith("HTTP/1.1 505 ")
                .contains("connection: close\n", "\"code\":\"http_1_1_required\"");
        assertThat(asked).hasValue(0);
        client.channel.finishAndReleaseAll();
    }

    @Test
    void isNotMadeForAHead() {
        client.sends("HEAD /three HTTP/1.1\nHost: a\n\n");
        worksOnAll();
        assertThat(client.answered()).endsWith("x-content-type-options: nosniff\n\n");
        assertThat(asked).hasValue(0);
        client.channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileTheClientDoesNotReadNoMoreThanTheSocketHoldsIsMade(boolean secure) throws Exception {
        try (OpenDoor door = new OpenDoor(directory, router, ConnectionLimits.standard());
                Socket slow = secure ? door.tls() : door.cleartext()) {
            OpenDoor.send(slow, "GET /huge HTTP/1.1\nHost: a\nConnection: close\n\n");
            assertThat(OpenDoor.head(slow)).contains("transfer-encoding: chunked\n");
            int stalled = awaitStall();
            assertThat(stalled).isLessThan(MANY / 4);

            long length = slow.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(length).isGreaterThan((long) MANY * MIB);
            assertThat(asked).hasValue(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clientThatStopsReadingIsCutAndNothingMoreIsMade(boolean secure) throws Exception {
        ConnectionLimits impatient = TestLimits.with(Duration.ofSeconds(5), IMPATIENT);
        try (OpenDoor door = new OpenDoor(directory, router, impatient);
                Socket slow = secure ? door.tls() : door.cleartext()) {
            OpenDoor.send(slow, "GET /huge HTTP/1.1\nHost: a\n\n");
            assertThat(OpenDoor.head(slow)).startsWith("HTTP/1.1 200 OK\n");
            int stalled = awaitStall();
            assertThatItEnds(slow);
            assertThat(asked.get()).isLessThan(stalled + 3);
        }
    }

    /// One way or another.
    private static void assertThatItEnds(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException | SSLException cutOff) {
            assertThat(cutOff).isNotNull();
        }
    }

    /// Waits until nothing was asked for in a while.
    private int awaitStall() throws Exception {
        int[] seen = {-1};
        long[] since = {System.nanoTime()};
        Awaits.until(
                "no more pages are asked for",
                () -> {
                    int now = asked.get();
                    if (now != seen[0]) {
                        seen[0] = now;
                        since[0] = System.nanoTime();
                    }
                    return now > 0 && System.nanoTime() - since[0] > QUIET.toNanos();
                });
        return seen[0];
    }

    private void worksOnAll() {
        while (!client.work.isEmpty()) {
            client.works();
        }
    }

    private static Response pages(Iterator<byte[]> pages) {
        return new Response(200, List.of(), new Response.Body.Pages(pages), false);
    }

    private Iterator<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                .peek(_ -> asked.incrementAndGet())
                .iterator();
    }

    private Iterator<byte[]> failingAfter(String text) {
        Iterator<byte[]> first = texts(text);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                if (first.hasNext()) {
                    return first.next();
                }
                throw new StorageUnavailable("gone", new IOException("gone"));
            }
        };
    }

    private Iterator<byte[]> huge() {
        return Stream.generate(() -> new byte[MIB])
                .limit(MANY)
                .peek(_ -> asked.incrementAndGet())
                .iterator();
    }
}
