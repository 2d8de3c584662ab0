package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.messenger.protocol.Rejected;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who finds `/lab`.
final class LabDoorTest {

    private static final Link LOCAL = new Link("a", InetAddress.ofLiteral("127.0.0.1"), false);
    private static final Link PROXY = new Link("c", InetAddress.ofLiteral("127.0.0.1"), true);
    private static final Link REMOTE = new Link("b", InetAddress.ofLiteral("192.0.2.1"), false);

    @ParameterizedTest
    @ValueSource(strings = {"/lab", "/lab/", "/lab/events", "/lab/lab.css", "/lab/nothing"})
    void whoIsOnTheMachineFindsAnOpenLabAndNobodyElseDoes(String path) {
        assertThatCode(() -> new LabDoor(true).check(head(path, LOCAL, Map.of())))
                .doesNotThrowAnyException();
        assertHidden(new LabDoor(true), head(path, REMOTE, Map.of()));
        assertHidden(new LabDoor(true), head(path, PROXY, Map.of()));
        assertHidden(new LabDoor(false), head(path, LOCAL, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
    void whoPassesOnWhatOthersAskDoesNot(String header) {
        assertHidden(new LabDoor(true), head("/lab", LOCAL, Map.of(header, "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/labs", "/laboratory", "/v2/chats", "/login"})
    void allOtherPathsAreForEverybody(String path) {
        assertThatCode(() -> new LabDoor(false).check(head(path, REMOTE, Map.of())))
                .doesNotThrowAnyException();
    }

    private static void assertHidden(LabDoor door, Head head) {
        assertThatCode(() -> door.check(head))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        it -> assertThat(it.sentence()).isEqualTo(LabDoor.noSuchPath().sentence()));
    }

    private static Head head(String path, Link link, Map<String, String> headers) {
        return new Head(
                "GET",
                path,
                "",
                headers::get,
                InetAddress.getLoopbackAddress(),
                new Departure(),
                link);
    }
}
