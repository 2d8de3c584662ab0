package dev.messenger.server.dispatch;

import dev.messenger.server.meter.RouteMeter;
import dev.messenger.server.meter.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the endpoint for a request. Filled at start-up by [Routes] and never changed then, so any
/// thread may look.
final class RouteTable {

    private final Map<String, Map<String, Route>> byPath = new HashMap<>();

    /// Those of the paths that are no plain text, by what [#byPath] has them under.
    private final Map<String, PathTemplate> templates = new HashMap<>();

    private final Traffic traffic = new Traffic();

    /// Where it is to be noted how requests of a route were answered.
    RouteMeter meter(String method, String path) {
        return traffic.add(method, path);
    }

    /// How the requests of all routes were answered.
    Traffic traffic() {
        return traffic;
    }

    /// @throws IllegalStateException if the path has that method already
    void add(Route route) {
        Route earlier =
                byPath.computeIfAbsent(route.path(), path -> new HashMap<>())
                        .put(route.method(), route);
        PathTemplate template = PathTemplate.of(route.path());
        if (!template.isPlain()) {
            templates.put(route.path(), template);
        }
        if (earlier != null) {
            throw new IllegalStateException(
                    "route: " + route.method() + " " + route.path() + " (expected: once)");
        }
    }

    Optional<Route> find(String method, String path) {
        return Optional.ofNullable(at(path).get(method));
    }

    /// The methods that a path has, for `Allow`; empty if there is no such path.
    Set<String> methods(String path) {
        return new TreeSet<>(at(path).keySet());
    }

    /// A path that is written out wins over a template that it fits.
    private Map<String, Route> at(String path) {
        Map<String, Route> plain = byPath.get(path);
        if (plain != null) {
            return plain;
        }
        return templates.entrySet().stream()
                .filter(template -> template.getValue().matches(path))
                .findFirst()
                .map(template -> byPath.getOrDefault(template.getKey(), Map.of()))
                .orElse(Map.of());
    }
}
