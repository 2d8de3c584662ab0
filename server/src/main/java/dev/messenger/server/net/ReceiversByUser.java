package dev.messenger.server.net;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The open sockets of every user, gathered as they are written to. Safe on any thread: who reads has a
/// list that never changes.
final class ReceiversByUser {

    private final ConcurrentHashMap<Long, List<Receivers>> users = new ConcurrentHashMap<>();

    void add(long userId, OpenSocket socket) {
        users.compute(
                userId,
                (_, present) ->
                        present == null ? List.of(Receivers.of(socket)) : joined(present, socket));
    }

    private static List<Receivers> joined(List<Receivers> present, OpenSocket socket) {
        return present.stream().anyMatch(each -> each.admit(socket))
                ? present.stream()
                        .map(each -> each.admit(socket) ? each.with(socket) : each)
                        .toList()
                : Stream.concat(present.stream(), Stream.of(Receivers.of(socket))).toList();
    }

    void remove(long userId, OpenSocket socket) {
        users.computeIfPresent(
                userId,
                (_, present) -> {
                    List<Receivers> left =
                            present.stream()
                                    .map(each -> each.without(socket))
                                    .filter(each -> !each.sockets().isEmpty())
                                    .toList();
                    return left.isEmpty() ? null : left;
                });
    }

    List<Receivers> of(long userId) {
        return users.getOrDefault(userId, List.of());
    }

    List<OpenSocket> socketsOf(long userId) {
        return of(userId).stream().flatMap(each -> each.sockets().stream()).toList();
    }
}
