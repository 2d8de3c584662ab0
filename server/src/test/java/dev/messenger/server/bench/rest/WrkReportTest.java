package dev.messenger.server.bench.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class WrkReportTest {

    private static final String PRINTED =
            """
            Running 2s test @ https://127.0.0.1:4200/healthz
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     2.32ms    1.16ms  30.66ms   94.27%
                Req/Sec    28.31k     2.62k   32.14k    80.00%
              Latency Distribution
                 50%  950.00us
                 75%    2.49ms
                 90%    2.93ms
                 99%    1.02s
              56401 requests in 2.01s, 9.68MB read
            REMARKRequests/sec:  28103.11
            Transfer/sec:      4.82MB
            """;

    private static String printed(String remark) {
        return PRINTED.replace("REMARK", remark);
    }

    @Test
    void unitsAreRead() {
        WrkReport report = WrkReport.of(printed(""));

        assertThat(report.requests()).isEqualTo(56_401);
        assertThat(report.seconds()).isEqualTo(2.01);
        assertThat(report.p50()).isCloseTo(0.95, within(1e-9));
        assertThat(report.p99()).isCloseTo(1020, within(1e-9));
        assertThat(report.megabytes()).isCloseTo(10.15, within(0.01));
        assertThatCode(() -> report.check(false)).doesNotThrowAnyException();
    }

    @Test
    void whatWasRefusedIsNoWorkDone() {
        WrkReport report = WrkReport.of(printed("  Non-2xx or 3xx responses: 3\n"));

        assertThatThrownBy(() -> report.check(false)).hasMessageContaining("3 of them refused");
        assertThatThrownBy(() -> report.check(true)).hasMessageContaining("3 of them refused");
    }

    @Test
    void whereRefusalsAreMeantAllMustBe() {
        WrkReport report = WrkReport.of(printed("  Non-2xx or 3xx responses: 56401\n"));

        assertThatCode(() -> report.check(true)).doesNotThrowAnyException();
    }

    @Test
    void failedSocketsAreNotPassedOver() {
        WrkReport report =
                WrkReport.of(printed("  Socket errors: connect 0, read 2, write 0, timeout 0\n"));

        assertThatThrownBy(() -> report.check(false)).hasMessageContaining("2 failures");
    }
}
