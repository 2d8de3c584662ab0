package dev.messenger.server.dispatch;

import java.util.Optional;
import java.util.regex.Pattern;

/// A path of [Routes]: plain text, or text around one `{name}`, which stands for one segment of any
/// value.
///
/// @param before all of it up to the `{`, or the whole of a plain path
/// @param after what follows the `}`; empty if there is no `{`
record PathTemplate(String before, Optional<String> after) {

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

    static PathTemplate of(String path) {
        int open = path.indexOf('{');
        int close = path.indexOf('}');
        return open < 0
                ? new PathTemplate(path, Optional.empty())
                : new PathTemplate(path.substring(0, open), Optional.of(path.substring(close + 1)));
    }

    boolean isPlain() {
        return after.isEmpty();
    }

    boolean matches(String path) {
        return isPlain() ? path.equals(before) : value(path).isPresent();
    }

    /// The id in the place of `{name}`; 0, which nothing has, if what stands there cannot be one.
    long id(String path) {
        return value(path)
                .filter(value -> ID.matcher(value).matches())
                .map(Long::parseLong)
                .orElse(0L);
    }

    /// What stands in the place of `{name}`, as sent; empty if the path is another.
    Optional<String> value(String path) {
        return after.filter(
                        end ->
                                path.length() > before.length() + end.length()
                                        && path.startsWith(before)
                                        && path.endsWith(end))
                .map(end -> path.substring(before.length(), path.length() - end.length()))
                .filter(value -> value.indexOf('/') < 0);
    }
}
