package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theServerGetsTheConfiguration() {
        List<Config> got = new ArrayList<>();

        assertThat(run(Map.of("MESSENGER_HOST", "::1"), got::add, "--port=4311")).isZero();

        assertThat(got).extracting(Config::port).containsExactly(4311);
        assertThat(got).extracting(Config::host).containsExactly("::1");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWrongFlagIsOneSentence() {
        assertThat(run(Map.of(), config -> {}, "--port=x")).isEqualTo(Main.WRONG_FLAG);

        assertThat(err.toString())
                .isEqualTo(
                        "messenger: Invalid value for option '--port': 'x' (expected: a port from 0"
                                + " to 65535); --help lists all flags.\n");
    }

    @Test
    void aWrongVariableIsNamed() {
        assertThat(run(Map.of("MESSENGER_PORT", "x"), config -> {})).isEqualTo(Main.WRONG_FLAG);

        assertThat(err.toString()).contains("'x'", "MESSENGER_PORT").hasLineCount(1);
    }

    @Test
    void whatKeepsItFromStartingIsOneSentence() {
        Consumer<Config> refuses =
                config -> {
                    throw new CannotStart("Port 4200 is taken.", new IllegalStateException("bind"));
                };

        assertThat(run(Map.of(), refuses)).isEqualTo(Main.CANNOT_START);

        assertThat(err.toString()).isEqualTo("messenger: Port 4200 is taken.\n");
    }

    @Test
    void aFaultOfOursLeavesItsTrace() {
        Consumer<Config> fails =
                config -> {
                    throw new IllegalStateException("a bug");
                };

        assertThat(run(Map.of(), fails)).isEqualTo(Main.FAULT);

        assertThat(err.toString()).contains("IllegalStateException: a bug", "at dev.messenger");
    }

    @Test
    void helpNamesEveryFlagAndStartsNothing() {
        Consumer<Config> never =
                config -> {
                    throw new AssertionError("started");
                };

        assertThat(run(Map.of(), never, "--help")).isZero();
        assertThat(run(Map.of(), never, "--version")).isZero();

        assertThat(out.toString())
                .contains("--host", "--port", "--data-dir", "--database-url", "--tls-cert")
                .contains("--plain-port", "--firebase-credentials", "--limits", "--log-level")
                .contains("MESSENGER_TLS_CERT", "Messenger ");
    }

    private int run(Map<String, String> environment, Consumer<Config> server, String... args) {
        return new Main(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .run(server, args);
    }
}
