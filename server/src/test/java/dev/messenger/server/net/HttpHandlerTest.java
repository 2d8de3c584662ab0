package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.dispatch.Response;
import dev.messenger.server.dispatch.ScriptedRouter;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One connection through the real pipeline, by the byte.
@ExtendWith(FailsOnLeaks.class)
class HttpHandlerTest {

    private static final int KIB = 1024;
    private static final int LARGEST = 1024 * KIB;

    private final List<InputStream> streams = new ArrayList<>();
    private final List<Response> upgrades = new ArrayList<>();
    private final List<String> departed = new ArrayList<>();
    private final ScriptedRouter router =
            new ScriptedRouter()
                    .on("GET", "/hello", 0, (_, _) -> text("hello"))
                    .on("HEAD", "/hello", 0, (_, _) -> text("hello"))
                    .prompt("GET", "/prompt", (head, _) -> text(head.query()))
                    .prompt("HEAD", "/prompt", (head, _) -> text(head.query()))
                    .prompt(
                            "GET",
                            "/fault",
                            (_, _) -> {
                                throw new IllegalStateException("a fault of ours");
                            })
                    .on("GET", "/query", 0, (head, _) -> text(head.query()))
                    .on(
                            "GET",
                            "/wait",
                            0,
                            (head, _) -> {
                                head.departure().then(() -> departed.add(head.query()));
                                return text("waited");
                            })
                    .on("GET", "/nothing", 0, (_, _) -> ScriptedRouter.text(204, new byte[0]))
                    .on("GET", "/bad", 0, (_, _) -> text("a").closing())
                    .on("POST", "/echo", LARGEST, (_, body) -> text(utf8(body.readAllBytes())))
                    .streaming(
                            "POST",
                            "/stream",
                            LARGEST,
                            (_, body) -> {
                                streams.add(body);
                                return text("streamed");
                            });

    private final ConnectionLimits limits = ConnectionLimits.standard();
    private final HttpChannel client =
            new HttpChannel(
                    router,
                    limits,
                    (_, _, head, refuse) -> {
                        upgrades.add(text(head.path()));
                        refuse.accept(ScriptedRouter.text(401, new byte[0]));
                    });

    @AfterEach
    void close() {
        client.channel.finishAndReleaseAll();
    }

    @Test
    void answersOneRequestAfterTheOther() {
        client.sends("GET /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered())
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK
                        x-content-type-options: nosniff
                        content-length: 5

                        hello""");
        client.sends("GET /query?a=b&c HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).endsWith("\n\na=b&c");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void whoWorksForAClientIsToldWhenItGoesAwayButNotAfterTheAnswer() {
        client.sends("GET /wait?answered HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).endsWith("waited");
        client.sends("GET /wait?left HTTP/1.1\nHost: a\n\n");
        client.channel.close();
        assertThat(departed).isEmpty();
        client.works();
        assertThat(departed).containsExactly("left");
    }

    @Test
    void whatIsPromptIsAnsweredWithoutAnotherThread() {
        client.sends("GET /prompt?now HTTP/1.1\nHost: a\n\n");
        assertThat(client.work).isEmpty();
        assertThat(client.answered())
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK
                        x-content-type-options: nosniff
                        content-length: 3

                        now""");
        client.sends("HEAD /prompt?now HTTP/1.1\nHost: a\nConnection: close\n\n");
        assertThat(client.answered()).endsWith("content-length: 3\nconnection: close\n\n");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void promptAnswersKeepTheirPlaceAmongOthers() {
        client.sends(
                """
                GET /prompt?1 HTTP/1.1
                Host: a

                GET /prompt?2 HTTP/1.1
                Host: a

                GET /query?3 HTTP/1.1
                Host: a

                GET /prompt?4 HTTP/1.1
                Host: a

                GET /prompt?5 HTTP/1.1
                Host: a

                """);
        assertThat(client.work).hasSize(1);
        assertThat(client.answered()).contains("\n\n1HTTP/1.1 200 ").endsWith("\n\n2");
        assertThat(client.works().answered())
                .contains("\n\n3HTTP/1.1 200 ")
                .contains("\n\n4HTTP/1.1 200 ")
                .endsWith("\n\n5");
        assertThat(client.isOpen()).isTrue();
        assertThat(client.isReading()).isTrue();
    }

    @Test
    void whatAPromptRequestSendsAsItsBodyIsRefused() {
        client.sends("GET /prompt HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n1\nx\n0\n\n");
        assertThat(client.answered()).startsWith("HTTP/1.1 413 ");
        assertThat(client.work).isEmpty();
    }

    @Test
    void aFaultInAPromptAnswerIsAnsweredTheSame() {
        client.sends("GET /fault HTTP/1.1\nHost: a\n\n");
        assertThat(client.answered()).startsWith("HTTP/1.1 500 ");
    }

    @Test
    void takesAHeadThatComesByteByByte() {
        for (char c : "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".toCharArray()) {
            client.sendsRaw(String.valueOf(c));
        }
        assertThat(client.works().answered()).endsWith("hello");
    }

    @Test
    void answersPipelinedRequestsInTheirOrderAndWorksOnOneAtATime() {
        client.sends(
                """
                GET /query?1 HTTP/1.1
                Host: a

                POST /echo HTTP/1.1
                Host: a
                Content-Length: 1

                2GET /unknown HTTP/1.1
                Host: a

                GET /query?4 HTTP/1.1
                Host: a

                """);
        assertThat(client.work).hasSize(1);
        assertThat(client.isReading()).isFalse();

        assertThat(client.works().answered()).endsWith("\n\n1");
        assertThat(client.work).hasSize(1);
        assertThat(client.works().answered()).contains("\n\n2HTTP/1.1 404 Not Found\n");
        assertThat(client.works().answered()).endsWith("\n\n4");
        assertThat(client.isReading()).isTrue();
    }

    @Test
    void refusesAThousandPipelinedRequestsWithoutARecursionForEach() {
        client.sends("GET /unknown HTTP/1.1\nHost: a\n\n".repeat(1_000));
        assertThat(client.answered().split("404 Not Found", -1)).hasSize(1_001);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void closesWhereTheClientAsksForIt() {
        client.sends("GET /hello HTTP/1.1\nHost: a\nConnection: close\n\n").works();
        assertThat(client.answered()).contains("connection: close\n").endsWith("hello");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void closesWhereTheAnswerAsksForIt() {
        client.sends("GET /bad HTTP/1.1\nHost: a\n\nGET /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).contains("connection: close\n").endsWith("\n\na");
        assertThat(client.work).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void closesAfterHttp10() {
        client.sends("GET /hello HTTP/1.0\n\n").works();
        assertThat(client.answered()).startsWith("HTTP/1.1 200").contains("connection: close\n");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void keepsHttp10AliveWhereItAsksForIt() {
        client.sends("GET /hello HTTP/1.0\nConnection: keep-alive\n\n").works();
        assertThat(client.answered()).contains("connection: keep-alive\n");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() {
        client.sends("HEAD /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).contains("content-length: 5\n").endsWith("\n\n");
        client.sends("GET /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).endsWith("\n\nhello");
    }

    @Test
    void sendsNoLengthWithoutContent() {
        client.sends("GET /nothing HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered())
                .startsWith("HTTP/1.1 204 No Content\n")
                .doesNotContain("content-length");
    }

    @Test
    void saysContinueOnlyOnceTheRequestIsAdmitted() {
        client.sends("POST /echo HTTP/1.1\nHost: a\nContent-Length: 1\nExpect: 100-continue\n\n");
        assertThat(client.answered()).isEqualTo("HTTP/1.1 100 Continue\n\n");
        assertThat(client.sends("x").works().answered())
                .startsWith("HTTP/1.1 200 OK\n")
                .endsWith("x");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void answersAtOnceInsteadOfContinueIfTheBodyWouldBeTooLong() {
        client.sends(
                "POST /echo HTTP/1.1\nHost: a\nContent-Length: 1048577\nExpect: 100-continue\n\n");
        assertThat(client.answered()).startsWith("HTTP/1.1 413 ").contains("connection: close\n");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void skipsAShortBodyThatNobodyWants() {
        client.sends("POST /unknown HTTP/1.1\nHost: a\nContent-Length: 3\n\n");
        assertThat(client.answered()).startsWith("HTTP/1.1 404 ").doesNotContain("connection:");
        client.sends("abcGET /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).endsWith("hello");
    }

    @Test
    void closesRatherThanSkipALongBodyThatNobodyWants() {
        client.sends("POST /unknown HTTP/1.1\nHost: a\nContent-Length: 70000\n\n");
        assertThat(client.answered()).startsWith("HTTP/1.1 404 ").contains("connection: close\n");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void startsWorkOnAStreamedBodyBeforeItHasCome() throws Exception {
        client.sends("POST /stream HTTP/1.1\nHost: a\nContent-Length: 6\n\nabc").works();
        InputStream body = streams.getFirst();
        assertThat(utf8(body.readNBytes(3))).isEqualTo("abc");
        assertThat(client.answered()).endsWith("streamed");
        client.sends("defGET /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.answered()).endsWith("hello");
    }

    @Test
    void stopsReadingWhileNobodyReadsAStreamedBodyAndBlamesNobodyForIt() throws Exception {
        client.sends("POST /stream HTTP/1.1\nHost: a\nContent-Length: 1000000\n\n");
        client.sends("a".repeat(BodyStream.CAPACITY - 1));
        assertThat(client.isReading()).isTrue();
        client.sends("a");
        assertThat(client.isReading()).isFalse();

        assertThat(client.passes(Duration.ofHours(1)).isOpen()).isTrue();
        client.works();
        assertThat(client.isReading()).isTrue();
        assertThat(client.answered()).contains("streamed").contains("connection: close\n");
    }

    @Test
    void givesAHeadFiveSeconds() {
        client.sends("GET /hello HTTP/1.1\n").passes(limits.head().minusMillis(1));
        assertThat(client.isOpen()).isTrue();
        client.sends("Host: a\n").passes(Duration.ofMillis(1));
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void givesTheNextHeadFiveSecondsFromItsFirstByte() {
        client.sends("GET /hello HTTP/1.1\nHost: a\n\n").works();
        client.passes(limits.idle().minusSeconds(1))
                .sends("G")
                .passes(limits.head().minusMillis(1));
        assertThat(client.isOpen()).isTrue();
        assertThat(client.passes(Duration.ofMillis(1)).isOpen()).isFalse();
    }

    @Test
    void closesAConnectionThatSaysNothingBetweenRequests() {
        client.sends("GET /hello HTTP/1.1\nHost: a\n\n").works();
        assertThat(client.passes(limits.idle().minusMillis(1)).isOpen()).isTrue();
        assertThat(client.passes(Duration.ofMillis(1)).isOpen()).isFalse();
    }

    @Test
    void waitsForItsOwnWorkAsLongAsItTakes() {
        client.sends("GET /hello HTTP/1.1\nHost: a\n\n").passes(Duration.ofHours(1));
        assertThat(client.works().answered()).endsWith("hello");
    }

    @Test
    void givesUpOnABodySlowerThanAKibibyteASecond() {
        client.sends("POST /echo HTTP/1.1\nHost: a\nContent-Length: 102400\n\n");
        client.sends("a".repeat(10 * KIB)).passes(limits.pace());
        assertThat(client.isOpen()).isTrue();
        client.sends("a".repeat(10 * KIB - 1)).passes(limits.pace());
        assertThat(client.answered())
                .startsWith("HTTP/1.1 408 Request Timeout\n")
                .contains("connection: close\n");
        assertThat(client.isOpen()).isFalse();
        assertThat(client.work).isEmpty();
    }

    @Test
    void handsAWebSocketToTheUpgradeAndGoesOnIfThatRefuses() {
        client.sends(
                """
                GET /any?id=1 HTTP/1.1
                Host: a
                Connection: keep-alive, Upgrade
                Upgrade: websocket

                GET /hello HTTP/1.1
                Host: a

                """);
        assertThat(upgrades).hasSize(1);
        assertThat(client.works().answered())
                .startsWith("HTTP/1.1 401 Unauthorized\n")
                .endsWith("hello");
    }

    @Test
    void finishesWhatIsInWorkWhenTheServerStops() {
        client.sends("GET /hello HTTP/1.1\nHost: a\n\n");
        client.channel.pipeline().fireUserEventTriggered(HttpHandler.STOP);
        assertThat(client.isOpen()).isTrue();
        assertThat(client.works().answered()).contains("connection: close\n").endsWith("hello");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void closesAnIdleConnectionWhenTheServerStops() {
        client.channel.pipeline().fireUserEventTriggered(HttpHandler.STOP);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void tellsOneConnectionTooManyToComeBackAndClosesIt() {
        HttpChannel tooMany = new HttpChannel(router, TestLimits.connections(0));
        assertThat(tooMany.answered())
                .startsWith("HTTP/1.1 503 Service Unavailable\n")
                .contains("\nRetry-After: 5\n")
                .contains("\nContent-Length: 72\n")
                .endsWith(
                        "\n\n{\"code\":\"overloaded\","
                                + "\"message\":\"Too many connections. Try again later.\"}");
        assertThat(tooMany.isOpen()).isFalse();
    }

    private static Response text(String text) {
        return ScriptedRouter.text(200, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
