package dev.messenger.protocol.reference;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.reference.Operation.Access;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which refusals a path must be expected to give: those that all of its kind give, and its own.
final class Refusals {

    private static final Set<Reason> OF_FIELDS =
            EnumSet.of(
                    Reason.MISSING_FIELD,
                    Reason.INVALID_TYPE,
                    Reason.INVALID_VALUE,
                    Reason.INVALID_CHARACTER,
                    Reason.OUT_OF_RANGE,
                    Reason.TOO_SHORT,
                    Reason.TOO_LONG);

    private Refusals() {}

    /// @param own the codes of the operation's own
    static Set<Reason> of(Operation operation, List<String> own) {
        Set<Reason> all =
                EnumSet.of(
                        Reason.PAYLOAD_TOO_LARGE,
                        Reason.REQUEST_TIMEOUT,
                        Reason.INTERNAL,
                        Reason.OVERLOADED,
                        Reason.UNAVAILABLE);
        if (operation.hasBody() || operation.asked().isPresent()) {
            all.add(Reason.INVALID_FORM);
            all.addAll(OF_FIELDS);
        }
        if (operation.hasBody()) {
            all.add(Reason.INVALID_JSON);
            all.add(Reason.UNSUPPORTED_MEDIA_TYPE);
        }
        if (operation.mediaTypes().stream().anyMatch(it -> it.startsWith("multipart/"))) {
            all.add(Reason.INVALID_MULTIPART);
        }
        if (operation.access() != Access.ANYBODY) {
            all.add(Reason.UNAUTHORIZED);
        }
        if (operation.access() == Access.SIGNED) {
            // Whoever was wrong too often, or brings an id beside a token that is another's.
            all.add(Reason.RATE_LIMITED);
            all.add(Reason.FORBIDDEN);
        }
        own.forEach(code -> all.add(Reason.valueOf(code.toUpperCase(Locale.ROOT))));
        return all;
    }
}
