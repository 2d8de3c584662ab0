package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Long bodies, both ways, on real sockets.
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(FailsOnLeaks.class)
class TransferTest {

    private final Transport transport;

    TransferTest(Transport transport) {
        this.transport = transport;
    }

    private static final int MIB = 1024 * 1024;
    private static final int LARGEST = 64 * MIB;

    /// More than the buffers of two sockets hold.
    private static final int HUGE = 256 * MIB;

    private static final int PATIENCE_SECONDS = 10;
    private static final Duration SLOW = Duration.ofMillis(300);

    @TempDir Path directory;
    private Path file;
    private Path huge;
    private byte[] bytes;
    private ScriptedRouter router;
    private OpenDoor door;

    /// What became of the uploads, one entry each: how much came, or why no more did.
    private final BlockingQueue<Object> uploads = new LinkedBlockingQueue<>();

    private final BlockingQueue<FileChannel> downloads = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        bytes = new byte[9 * MIB + 1];
        new Random(1).nextBytes(bytes);
        file = Files.write(directory.resolve("file"), bytes);
        huge = directory.resolve("huge");
        try (var sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(HUGE);
        }
        router =
                new ScriptedRouter()
                        .streaming("POST", "/upload", LARGEST, (_, body) -> count(body))
                        .streaming("POST", "/nobody", LARGEST, (_, body) -> throwUp(body))
                        .on("POST", "/small", 1024, (_, body) -> count(body))
                        .on("GET", "/file", 0, (_, _) -> answer(file, 0, bytes.length))
                        .on("GET", "/huge", 0, (_, _) -> answer(huge, 0, HUGE))
                        .on("GET", "/part", 0, (_, _) -> answer(file, 5, 3 * MIB));
        door = OpenDoor.over(transport, directory, router, ConnectionLimits.standard());
    }

    /// Opens a door that soon gives up on clients.
    private void openImpatiently() {
        door.close();
        door =
                OpenDoor.over(
                        transport, directory, router, TestLimits.with(Duration.ofSeconds(5), SLOW));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void sendsTheSameBytesBySendfileAndUnderTls() throws Exception {
        byte[] part = Arrays.copyOfRange(bytes, 5, 5 + 3 * MIB);
        try (HttpClient client = door.client()) {
            assertThat(get(client, door.http("/file"))).isEqualTo(bytes);
            assertThat(get(client, door.https("/file"))).isEqualTo(bytes);
            assertThat(get(client, door.http("/part"))).isEqualTo(part);
            assertThat(get(client, door.https("/part"))).isEqualTo(part);
        }
        assertThatFourFilesAreClosed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesTheFileOfAClientThatStopsReading(boolean secure) throws Exception {
        openImpatiently();
        try (Socket client = secure ? door.tls() : door.cleartext()) {
            OpenDoor.send(client, "GET /huge HTTP/1.1\nHost: a\n\n");
            assertThat(OpenDoor.head(client)).startsWith("HTTP/1.1 200 OK\n");
            awaitClosed(take(downloads));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesTheFileOfAClientThatVanishes(boolean secure) throws Exception {
        try (Socket client = secure ? door.tls() : door.cleartext()) {
            OpenDoor.send(client, "GET /huge HTTP/1.1\nHost: a\n\n");
            assertThat(OpenDoor.head(client)).startsWith("HTTP/1.1 200 OK\n");
        }
        awaitClosed(take(downloads));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesALongUploadWithOrWithoutALength(boolean chunked) throws Exception {
        try (Socket client = door.tls()) {
            if (chunked) {
                OpenDoor.send(
                        client, "POST /upload HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
                for (int i = 0; i < 20; i++) {
                    OpenDoor.send(client, "100000\n" + "a".repeat(MIB) + "\n");
                }
                OpenDoor.send(client, "0\n\n");
            } else {
                OpenDoor.send(
                        client, "POST /upload HTTP/1.1\nHost: a\nContent-Length: 20971520\n\n");
                write(client, 20 * MIB);
            }
            assertThat(OpenDoor.head(client)).startsWith("HTTP/1.1 200 OK\n");
        }
        assertThat(take(uploads)).isEqualTo(20L * MIB);
    }

    /// The client writes all of it before it looks for an answer, as many do.
    @ParameterizedTest
    @ValueSource(strings = {"/nobody", "/small"})
    void answersAClientThatIsStillSending(String path) throws Exception {
        String status = path.equals("/nobody") ? "401 Unauthorized" : "413 Request Entity";
        for (boolean secure : new boolean[] {false, true}) {
            try (Socket client = secure ? door.tls() : door.cleartext()) {
                OpenDoor.send(
                        client,
                        "POST %s HTTP/1.1\nHost: a\nContent-Length: %d\n\n"
                                .formatted(path, LARGEST));
                write(client, LARGEST);
                assertThat(OpenDoor.rest(client))
                        .startsWith("HTTP/1.1 " + status)
                        .contains("connection: close");
            }
        }
    }

    @Test
    void refusesChunksOnceTheyAreTooMany() throws Exception {
        try (Socket client = door.cleartext()) {
            OpenDoor.send(client, "POST /upload HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
            String chunk = "100000\n" + "a".repeat(MIB) + "\n";
            for (int i = 0; i < LARGEST / MIB + 1; i++) {
                OpenDoor.send(client, chunk);
            }
            assertThat(OpenDoor.rest(client)).startsWith("HTTP/1.1 413 ");
        }
        assertThat(take(uploads)).isInstanceOf(Rejected.class);
    }

    @Test
    void tellsTheReaderThatTheClientVanished() throws Exception {
        try (Socket client = door.tls()) {
            OpenDoor.send(client, "POST /upload HTTP/1.1\nHost: a\nContent-Length: 100\n\nabc");
        }
        assertThat(take(uploads)).isInstanceOf(Rejected.class);
    }

    @Test
    void tellsTheReaderAndTheClientThatTheBodyStoppedComing() throws Exception {
        openImpatiently();
        try (Socket client = door.tls()) {
            OpenDoor.send(client, "POST /upload HTTP/1.1\nHost: a\nContent-Length: 1000\n\nabc");
            assertThat(OpenDoor.rest(client)).startsWith("HTTP/1.1 408 Request Timeout\n");
        }
        assertThat(take(uploads)).isInstanceOf(Rejected.class);
    }

    private Response count(InputStream body) throws IOException {
        try {
            uploads.add(body.transferTo(OutputStream.nullOutputStream()));
        } catch (Rejected e) {
            uploads.add(e);
            throw e;
        }
        return ScriptedRouter.text(200, new byte[0]);
    }

    private static Response throwUp(InputStream body) throws IOException {
        body.readNBytes(10);
        throw Rejected.because(Reason.UNAUTHORIZED, "Who are you?");
    }

    private Response answer(Path file, long offset, long length) throws IOException {
        FileChannel opened = FileChannel.open(file);
        downloads.add(opened);
        return ScriptedRouter.file(opened, offset, length);
    }

    private void assertThatFourFilesAreClosed() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            awaitClosed(take(downloads));
        }
    }

    /// The last byte may be with the client before the file is closed.
    private static void awaitClosed(FileChannel opened) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (opened.isOpen() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertThat(opened.isOpen()).isFalse();
    }

    private static byte[] get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()).body();
    }

    private static void write(Socket client, int length) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        for (int written = 0; written < length; written += chunk.length) {
            client.getOutputStream().write(chunk);
        }
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
