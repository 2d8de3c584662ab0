package dev.messenger.server.dispatch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.messenger.server.dispatch.Response.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\rb", "a\u0000", "\u000b", "a\u007f"})
    void noValueOfAHeaderCanBeginAnother(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Header("ETag", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a:", "a\r\n", "\u00e4"})
    void theNameOfAHeaderIsAToken(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Header(name, "a"));
    }

    @Test
    void whatStaysOnItsLineIsTaken() {
        assertThat(new Header("X-Of-Us", "a\tb \"c\" \u00e4").value())
                .isEqualTo("a\tb \"c\" \u00e4");
    }

    @Test
    void aHeaderTravelsAsALineOfIso88591() {
        assertThat(new String(new Header("X-Of-Us", "a \u00e4 \u20ac").line(), ISO_8859_1))
                .isEqualTo("X-Of-Us: a \u00e4 ?\r\n");
    }
}
