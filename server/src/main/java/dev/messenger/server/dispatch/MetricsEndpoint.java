package dev.messenger.server.dispatch;

import dev.messenger.protocol.Rejected;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// `/metrics`, for those whom the operator lets see it and who ask for themselves; for all others there
/// is no such path. Asked on virtual threads.
public final class MetricsEndpoint {

    /// For nobody.
    public static final MetricsEndpoint OFF =
            new MetricsEndpoint(
                    _ -> false,
                    _ -> {
                        throw new IllegalStateException("nobody may ask");
                    });

    private final Predicate<InetAddress> allowed;
    private final Function<Optional<String>, Response> numbers;

    /// @param allowed who may ask
    /// @param numbers all there is, in the format that an `Accept` header asks for
    public MetricsEndpoint(
            Predicate<InetAddress> allowed, Function<Optional<String>, Response> numbers) {
        this.allowed = allowed;
        this.numbers = numbers;
    }

    Response answer(Head head) {
        if (head.asker().filter(allowed).isEmpty()) {
            throw Rejected.notFound("There is no such path.");
        }
        return numbers.apply(head.header("Accept"));
    }
}
