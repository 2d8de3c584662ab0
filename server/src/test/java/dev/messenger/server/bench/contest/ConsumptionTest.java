package dev.messenger.server.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConsumptionTest {

    /// A shell that waits, with another below it that counts, says so, and waits too.
    private static final String SCRIPT =
            """
            sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo counted; read line'
            echo ended
            read line
            """;

    @Test
    void aTreeHoldsWhatRunsBelowItAndThenWhatHasEnded() throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", SCRIPT).start();
        Consumption tree = Consumption.ofTree(shell.toHandle());
        try (BufferedReader said = shell.inputReader();
                Writer out = shell.outputWriter()) {
            assertThat(said.readLine()).isEqualTo("counted");
            double running = tree.seconds();
            assertThat(running).isGreaterThan(0.05);

            out.write("\n");
            out.flush();
            assertThat(said.readLine()).isEqualTo("ended");
            assertThat(tree.seconds()).isBetween(running, running + 0.05);
        } finally {
            shell.destroy();
        }
    }
}
