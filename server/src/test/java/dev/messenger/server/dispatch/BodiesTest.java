package dev.messenger.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodiesTest {

    @Test
    void formsAndJsonSayTheSame() {
        var expected = new AccountApi.Search("Ünï &=+");
        assertThat(read("application/json", "{\"user_name\":\"Ünï &=+\"}")).isEqualTo(expected);
        assertThat(
                        read(
                                "application/x-www-form-urlencoded; charset=UTF-8",
                                "user_name=%C3%9Cn%C3%AF+%26%3D%2B&x=1&&y"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_name=%",
                "user_name=%zz",
                "user_name=%C3",
                "user_name=%C3\u00a9%C3",
                "user_name=%ED%A0%80",
                "user_name=%EF%BF%BD%C3",
                "user_name=a&user_name=b",
                "%C3=x&user_name=a"
            })
    void badFormsAreRefused(String form) {
        assertThat(refusal("application/x-www-form-urlencoded", form))
                .isEqualTo(Reason.INVALID_FORM);
    }

    @Test
    void replacementCharacterItselfIsFine() {
        assertThat(Bodies.form("a=%EF%BF%BD")).isEqualTo(Map.of("a", "\ufffd"));
    }

    @Test
    void formMayHoldUtf8AsItIs() {
        assertThat(read("application/x-www-form-urlencoded", "user_name=Ünï+%C3%A9"))
                .isEqualTo(new AccountApi.Search("Ünï é"));
    }

    @Test
    void formHasUpTo64FieldsAndAnyNumberOfSeparators() {
        String fields =
                IntStream.range(0, 63).mapToObj(i -> "&&f" + i + "=").collect(Collectors.joining());
        assertThat(read("application/x-www-form-urlencoded", fields + "&user_name=a"))
                .isEqualTo(new AccountApi.Search("a"));
        assertThat(refusal("application/x-www-form-urlencoded", fields + "&user_name=a&x=y"))
                .isEqualTo(Reason.INVALID_FORM);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThat(
                        catchThrowableOfType(
                                        Rejected.class,
                                        () ->
                                                Bodies.read(
                                                        head("application/json"),
                                                        new ByteArrayInputStream(
                                                                new byte[] {'"', (byte) 0xc3, '"'}),
                                                        AccountApi.Search.class))
                                .reason())
                .isEqualTo(Reason.INVALID_JSON);
    }

    private static AccountApi.Search read(String type, String body) {
        return Bodies.read(
                head(type),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                AccountApi.Search.class);
    }

    private static Reason refusal(String type, String body) {
        return catchThrowableOfType(Rejected.class, () -> read(type, body)).reason();
    }

    private static Head head(String type) {
        return new Head(
                "POST",
                "/search",
                "",
                Map.of("Content-Type", type)::get,
                InetAddress.getLoopbackAddress());
    }
}
