package dev.messenger.server.dispatch;

import dev.messenger.protocol.Json;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.delivery.RecordingSockets;
import dev.messenger.server.delivery.Waiters;
import dev.messenger.server.usecase.Limits;
import dev.messenger.server.usecase.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Asks the router as the pipeline does, head first and then the body, without a channel.
final class Rest {

    /// The same for all: what is described does not depend on who asks.
    private static final AtomicReference<@Nullable DescribedAnswers> DESCRIBED =
            new AtomicReference<>();

    private final DescribedAnswers described;

    /// Bytes on the disk, which is looked at each time.
    long free = DiskSpace.LEAST;

    private int looks;

    final RecordingSockets sockets = new RecordingSockets();
    final DiskSpace disk =
            new DiskSpace(
                    () -> free,
                    Runnable::run,
                    DiskSpace.PATIENCE,
                    () -> looks++ * DiskSpace.FRESH.toNanos());
    final Readiness readiness;
    final Waiters waiters = new Waiters();
    final Router router;

    /// @param headers by name, whatever its case
    record Answer(int status, Map<String, String> headers, byte[] bytes, boolean close) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        Map<?, ?> json() {
            return Json.read(text(), Map.class);
        }
    }

    Rest(Rules rules) {
        this(rules, Limits.off());
    }

    Rest(Rules rules, Limits limits) {
        this(rules, limits, MetricsEndpoint.OFF);
    }

    Rest(Rules rules, Limits limits, MetricsEndpoint metrics) {
        readiness = new Readiness(rules.storage, disk);
        router =
                Api.router(
                        rules.all(),
                        readiness,
                        metrics,
                        sockets,
                        rules::submit,
                        waiters,
                        limits,
                        Optional.empty());
        described = describedOnce();
    }

    private DescribedAnswers describedOnce() {
        DescribedAnswers kept = DESCRIBED.get();
        if (kept == null) {
            kept = new DescribedAnswers(openApi());
            DESCRIBED.set(kept);
        }
        return kept;
    }

    Answer json(String path, Map<String, ?> body) {
        return json(path, new String(Json.write(body), StandardCharsets.UTF_8), Map.of());
    }

    Answer json(String path, String body, Map<String, String> headers) {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer form(String path, Map<String, ?> fields) {
        return form(path, fields, Map.of());
    }

    Answer form(String path, Map<String, ?> fields, Map<String, String> headers) {
        return post(
                path,
                "application/x-www-form-urlencoded",
                encoded(fields).getBytes(StandardCharsets.US_ASCII),
                headers);
    }

    /// As forms and queries are.
    static String encoded(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    Answer post(String path, String type, byte[] body, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", type);
        return send(
                "POST", path, all, OptionalLong.of(body.length), new ByteArrayInputStream(body));
    }

    /// @param target a path, and perhaps a query
    Answer get(String target, Map<String, String> headers) {
        return send("GET", target, headers, OptionalLong.of(0), InputStream.nullInputStream());
    }

    Answer send(
            String method,
            String target,
            Map<String, String> headers,
            OptionalLong contentLength,
            InputStream body) {
        int question = target.indexOf('?');
        return send(
                question < 0
                        ? head(method, target, "", headers)
                        : head(
                                method,
                                target.substring(0, question),
                                target.substring(question + 1),
                                headers),
                contentLength,
                body);
    }

    Answer send(Head head, OptionalLong contentLength, InputStream body) {
        Response response;
        try {
            response = router.handle(router.admit(head, contentLength), body);
        } catch (Rejected refused) {
            response = router.refuse(refused);
        }
        Answer answer = answer(response);
        described.check(head.method(), head.path(), answer);
        return answer;
    }

    byte[] openApi() {
        Head asked = head("GET", "/openapi.json", "", Map.of());
        return answer(
                        router.handle(
                                router.admit(asked, OptionalLong.of(0)),
                                InputStream.nullInputStream()))
                .bytes();
    }

    static Head head(String method, String path, String query, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        return new Head(method, path, query, all::get, InetAddress.getLoopbackAddress());
    }

    static Answer answer(Response response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.name(), header.value()));
        return new Answer(response.status(), headers, bytes(response.body()), response.close());
    }

    private static byte[] bytes(Response.Body body) {
        return switch (body) {
            case Response.Body.Bytes(byte[] bytes) -> bytes;
            case Response.Body.Region region -> {
                ByteBuffer part = ByteBuffer.allocate((int) region.length());
                try (var file = region.file()) {
                    while (part.hasRemaining()
                            && file.read(part, region.offset() + part.position()) >= 0) {}
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                yield part.array();
            }
            case Response.Body.Pages(Iterator<byte[]> pages) -> {
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                pages.forEachRemaining(whole::writeBytes);
                yield whole.toByteArray();
            }
        };
    }

    private static String encoded(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
    }
}
