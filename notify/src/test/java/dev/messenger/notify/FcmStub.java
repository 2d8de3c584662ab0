package dev.messenger.notify;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// FCM v1 and its OAuth token endpoint on loopback: records what came, answers what it was told
/// to, and otherwise that all is well.
final class FcmStub implements AutoCloseable {

    /// One push as it came over the wire.
    record Received(String method, String path, String authorization, String json, long nanoTime) {

        JsonObject message() {
            return JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("message");
        }
    }

    record Answer(int status, String body, Map<String, String> headers) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Answer> tokenAnswers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokensAsked = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    FcmStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/", this::push);
        server.createContext("/token", this::token);
        server.start();
    }

    URI uri() {
        return URI.create(
                "http://"
                        + server.getAddress().getAddress().getHostAddress()
                        + ":"
                        + server.getAddress().getPort());
    }

    FcmStub answering(int status, String body) {
        answers.add(new Answer(status, body, Map.of()));
        return this;
    }

    FcmStub answering(int status, String body, String header, String value) {
        answers.add(new Answer(status, body, Map.of(header, value)));
        return this;
    }

    /// An error as FCM v1 words it.
    FcmStub failing(int status, String code, String message) {
        return answering(status, error(status, code, message));
    }

    FcmStub failing(int status, String code, String message, String header, String value) {
        return answering(status, error(status, code, message), header, value);
    }

    FcmStub answeringForTokens(int status, String body) {
        tokenAnswers.add(new Answer(status, body, Map.of()));
        return this;
    }

    /// From now on pushes are received and not answered until [#open].
    void hang() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    Received take() throws InterruptedException {
        return poll().orElseThrow(() -> new AssertionError("no push came within 10 s"));
    }

    /// How many pushes came and were not taken yet.
    int untaken() {
        return received.size();
    }

    /// The most pushes that were under way at the same time.
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    int tokensAsked() {
        return tokensAsked.get();
    }

    private Optional<Received> poll() throws InterruptedException {
        return Optional.ofNullable(received.poll(10, TimeUnit.SECONDS));
    }

    private static String error(int status, String code, String message) {
        String canonical =
                switch (code) {
                    case "UNREGISTERED" -> "NOT_FOUND";
                    case "SENDER_ID_MISMATCH" -> "PERMISSION_DENIED";
                    case "QUOTA_EXCEEDED" -> "RESOURCE_EXHAUSTED";
                    default -> code;
                };
        return """
        {"error":{"code":%d,"message":"%s","status":"%s","details":[
          {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}]}}
        """
                .formatted(status, message, canonical, code);
    }

    private void push(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        received.add(
                new Received(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        text(exchange),
                        System.nanoTime()));
        Answer next = answers.poll();
        try {
            gate.await();
        } catch (InterruptedException closing) {
            exchange.close();
            return;
        }
        underWay.decrementAndGet(); // before the answer, for the next push may follow it at once
        answer(exchange, next, "{\"name\":\"projects/demo/messages/1\"}");
    }

    private void token(HttpExchange exchange) throws IOException {
        tokensAsked.incrementAndGet();
        String form = URLDecoder.decode(text(exchange), StandardCharsets.UTF_8);
        boolean signed =
                form.startsWith(
                        "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=");
        Answer told = signed ? tokenAnswers.poll() : new Answer(400, "{}", Map.of());
        answer(
                exchange,
                told,
                "{\"access_token\":\"access-1\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
    }

    private static String text(HttpExchange exchange) throws IOException {
        try (InputStream raw = exchange.getRequestBody()) {
            boolean zipped =
                    "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream plain = zipped ? new GZIPInputStream(raw) : raw;
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, @Nullable Answer told, String otherwise)
            throws IOException {
        Answer answer = told != null ? told : new Answer(200, otherwise, Map.of());
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        open();
        server.stop(0);
        threads.shutdownNow();
    }
}
