package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    /// The grammar, as it is read more easily than it is run.
    private static final Pattern GRAMMAR =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~%!$&'()*+,;=-]+)(:[0-9]{0,5})?");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "localhost:8443",
                "a:",
                "127.0.0.1:1",
                "[::1]",
                "[::ffff:1.2.3.4]:65535"
            })
    void aHostAndPerhapsAPortIsOne(String text) {
        assertThat(Authority.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a b",
                "a/b",
                "a@b",
                "a:80x",
                "a:123456",
                "a:1:2",
                "::1",
                "[]",
                "[::1",
                "[::g]",
                "[::1]x",
                "[",
                "]",
                "ä",
                "a\t",
                "a:\u0661"
            })
    void nothingElseIs(String text) {
        assertThat(Authority.isIn(text)).isFalse();
    }

    @Test
    void itAgreesWithTheGrammarOnWhateverThereIs() {
        String alphabet = "aFg09.:[]-~%/@ \u0000\u00e4";
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String text =
                    random.ints(random.nextInt(9), 0, alphabet.length())
                            .collect(
                                    StringBuilder::new,
                                    (all, at) -> all.append(alphabet.charAt(at)),
                                    StringBuilder::append)
                            .toString();
            assertThat(Authority.isIn(text)).as(text).isEqualTo(GRAMMAR.matcher(text).matches());
        }
    }
}
