package dev.messenger.server.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TrafficTest {

    private final Traffic traffic = new Traffic();

    @Test
    void answersAreCountedByTheClassOfTheirStatus() {
        RouteMeter login = traffic.add("POST", "/login");
        login.answered(200, 10);
        login.answered(204, 30);
        login.answered(401, 5);

        assertThat(login.counts(2).orElseThrow().count()).isEqualTo(2);
        assertThat(login.counts(2).orElseThrow().sum()).isEqualTo(40);
        assertThat(login.counts(4).orElseThrow().count()).isEqualTo(1);
        assertThat(login.counts(5)).isEmpty();
    }

    @Test
    void requestsWithoutARouteHaveTheirPlacesFromTheStart() {
        long places = traffic.all().count();
        for (String method : new String[] {"GET", "BREW", "get", ""}) {
            assertThat(traffic.strays(method).route()).isEqualTo(Traffic.NO_ROUTE);
        }

        assertThat(traffic.strays("GET").method()).isEqualTo("GET");
        assertThat(traffic.strays("BREW")).isSameAs(traffic.strays("WHEN"));
        assertThat(traffic.all()).hasSize((int) places);
    }
}
