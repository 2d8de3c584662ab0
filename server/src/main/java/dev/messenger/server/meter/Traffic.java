package dev.messenger.server.meter;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The requests of all routes. Routes are added by the thread that starts the server; what belongs to
/// none has its place from the start, so that no request adds another.
public final class Traffic {

    /// What belongs to no route, or to none with its method.
    public static final String NO_ROUTE = "none";

    /// The opening handshakes of WebSockets, on whatever path.
    public static final String WEBSOCKET = "websocket";

    private static final String OTHER = "other";

    private final Map<String, RouteMeter> strays =
            Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", OTHER)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Function.identity(),
                                    method -> new RouteMeter(method, NO_ROUTE)));
    private final RouteMeter upgrades = new RouteMeter("GET", WEBSOCKET);
    private final List<RouteMeter> routes = new CopyOnWriteArrayList<>();

    public RouteMeter add(String method, String route) {
        RouteMeter meter = new RouteMeter(method, route);
        routes.add(meter);
        return meter;
    }

    /// Of requests without a route.
    public RouteMeter strays(String method) {
        RouteMeter known = strays.get(method);
        return known == null ? Objects.requireNonNull(strays.get(OTHER)) : known;
    }

    /// Of opening handshakes that were refused.
    public RouteMeter upgrades() {
        return upgrades;
    }

    public Stream<RouteMeter> all() {
        return Stream.of(routes.stream(), strays.values().stream(), Stream.of(upgrades))
                .flatMap(Function.identity());
    }
}
