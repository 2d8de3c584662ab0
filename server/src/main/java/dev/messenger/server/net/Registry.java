package dev.messenger.server.net;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Open sockets by what they belong to. Safe on any thread: who reads has a list that never changes.
final class Registry<K> {

    private final ConcurrentHashMap<K, List<OpenSocket>> sockets = new ConcurrentHashMap<>();

    void add(K key, OpenSocket socket) {
        sockets.merge(
                key,
                List.of(socket),
                (old, added) -> Stream.concat(old.stream(), added.stream()).toList());
    }

    void remove(K key, OpenSocket socket) {
        sockets.computeIfPresent(
                key,
                (_, old) -> {
                    List<OpenSocket> left = old.stream().filter(s -> s != socket).toList();
                    return left.isEmpty() ? null : left;
                });
    }

    List<OpenSocket> get(K key) {
        return sockets.getOrDefault(key, List.of());
    }
}
