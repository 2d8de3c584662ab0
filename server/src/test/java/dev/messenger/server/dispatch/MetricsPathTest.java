package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Rest.Answer;
import dev.messenger.server.usecase.Limits;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsPathTest extends WithRest {

    private static final InetAddress ALLOWED = InetAddress.ofLiteral("10.0.0.1");

    private Rest measured;

    @BeforeEach
    void open() {
        measured =
                new Rest(
                        rules,
                        Limits.off(),
                        new MetricsEndpoint(ALLOWED::equals, accept -> page(accept.orElse("any"))));
    }

    private static Response page(String body) {
        return new Response(
                200,
                List.of(new Response.Header("Content-Type", "text/plain")),
                new Response.Body.Bytes(body.getBytes(StandardCharsets.US_ASCII)),
                false);
    }

    @Test
    void whoIsAllowedGetsTheFormatThatIsAskedFor() {
        assertThat(ask(ALLOWED, false, Map.of()).text()).isEqualTo("any");
        assertThat(ask(ALLOWED, false, Map.of("Accept", "text/openmetrics")).text())
                .isEqualTo("text/openmetrics");
    }

    @Test
    void forAllOthersThereIsNoSuchPath() {
        Answer stranger = ask(InetAddress.ofLiteral("10.0.0.2"), false, Map.of());
        assertRefused(stranger, 404, "not_found");
        assertThat(stranger.text())
                .isEqualTo(measured.get("/there-is-no-such-path", Map.of()).text());
        assertRefused(rest.get("/metrics", Map.of()), 404, "not_found");
    }

    @Test
    void whatATrustedProxyPassesOnIsNotItsOwn() {
        assertRefused(ask(ALLOWED, true, Map.of()), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
    void whoSaysToPassSomethingOnIsBelieved(String header) {
        assertRefused(ask(ALLOWED, false, Map.of(header, "10.0.0.1")), 404, "not_found");
    }

    @Test
    void requestsAreCountedByTheirRoute() {
        measured.get("/v2/users/1/avatar", Map.of());
        measured.get("/v2/users/2/avatar", Map.of());

        assertThat(measured.router.traffic().all())
                .filteredOn(meter -> meter.route().startsWith("/v2/users"))
                .singleElement()
                .isSameAs(
                        measured.router.meter(
                                Rest.head("GET", "/v2/users/3/avatar", "", Map.of())));
        assertThat(measured.router.meter(Rest.head("PUT", "/login", "", Map.of())).route())
                .isEqualTo("none");
    }

    private Answer ask(InetAddress peer, boolean proxied, Map<String, String> headers) {
        Head like = Rest.head("GET", "/metrics", "", headers);
        return measured.send(
                new Head(
                        like.method(),
                        like.path(),
                        like.query(),
                        like.headers(),
                        peer,
                        like.departure(),
                        new Link("test", peer, proxied)),
                OptionalLong.of(0),
                InputStream.nullInputStream());
    }
}
