package dev.messenger.server.bench.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PgbenchReportTest {

    private static final String PRINTED =
            """
            pgbench (15.18 (Debian 15.18-0+deb12u1), server 18.6)
            transaction type: history.sql
            scaling factor: 1
            query mode: prepared
            number of clients: 5
            number of threads: 1
            maximum number of tries: 1
            duration: 2 s
            number of transactions actually processed: 12000
            number of failed transactions: %d (0.000%%)
            latency average = 0.833 ms
            initial connection time = 20.1 ms
            tps = 6000.5 (without initial connection time)
            """;

    @Test
    void theTimeIsThatWithoutConnecting() {
        PgbenchReport report = PgbenchReport.of(PRINTED.formatted(0));

        assertThat(report.transactions()).isEqualTo(12_000);
        assertThat(report.seconds()).isCloseTo(1.9998, within(0.0001));
        assertThat(report.mean()).isEqualTo(0.833);
    }

    @Test
    void failedTransactionsAreNotPassedOver() {
        assertThatThrownBy(() -> PgbenchReport.of(PRINTED.formatted(1)))
                .hasMessageContaining("failed transactions: 1");
    }
}
