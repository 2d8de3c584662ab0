package dev.messenger.server.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkloadTest {

    private final Workload workload = Workload.of("race", "a race", _ -> List.of());

    @Test
    void aFullRunHasAllButThoseThatMustBeNamed() {
        assertThat(workload.isPartOf(false)).isTrue();
        assertThat(workload.alsoQuick().isPartOf(false)).isTrue();
        assertThat(workload.onlyIfNamed().isPartOf(false)).isFalse();
    }

    @Test
    void aQuickRunHasOnlyTheChosen() {
        assertThat(workload.isPartOf(true)).isFalse();
        assertThat(workload.alsoQuick().isPartOf(true)).isTrue();
        assertThat(workload.onlyIfNamed().isPartOf(true)).isFalse();
    }
}
