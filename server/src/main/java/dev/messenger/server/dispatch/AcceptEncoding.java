package dev.messenger.server.dispatch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a client takes gzip (RFC 9110 section 12.5.3).
final class AcceptEncoding {

    private static final Pattern CODING =
            Pattern.compile(
                    "[ \t]*(?<name>[^ \t;]+)[ \t]*(;[ \t]*q=(?<weight>[01](\\.[0-9]{0,3})?)[ \t]*)?",
                    Pattern.CASE_INSENSITIVE);

    private AcceptEncoding() {}

    /// @param header a client without one is sent what every client can read
    static boolean takesGzip(Optional<String> header) {
        boolean others = false;
        for (String part : header.orElse("").split(",", -1)) {
            Matcher coding = CODING.matcher(part);
            if (!coding.matches()) {
                continue;
            }
            boolean taken =
                    Optional.ofNullable(coding.group("weight"))
                            .map(Double::parseDouble)
                            .map(weight -> weight > 0)
                            .orElse(true);
            switch (coding.group("name")) {
                case String name when name.equalsIgnoreCase("gzip") -> {
                    return taken;
                }
                case "*" -> others = taken;
                default -> {
                    // Not ours to give.
                }
            }
        }
        return others;
    }
}
