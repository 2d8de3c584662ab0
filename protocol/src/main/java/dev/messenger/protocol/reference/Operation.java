package dev.messenger.protocol.reference;

import java.util.Optional;
import java.util.Set;

/// What is promised of one method of one path.
///
/// @param path may have a `{name}` for one segment
/// @param mediaTypes what its body may be; empty if it takes none
/// @param asked the record that its body, or the query of one without a body, is read into
/// @param largestBody in bytes
public record Operation(
        String method,
        String path,
        Access access,
        Set<String> mediaTypes,
        Optional<Class<?>> asked,
        Answer<?> answer,
        long largestBody) {

    /// Who may ask.
    public enum Access {
        ANYBODY,
        /// A session's token, or the original's id, login and password in the body.
        SIGNED,
        /// A session's token alone.
        SESSION
    }

    /// As the words know it.
    String key() {
        return method + " " + path;
    }

    boolean hasBody() {
        return !mediaTypes.isEmpty();
    }

    /// The name between the braces of the path.
    Optional<String> parameter() {
        int open = path.indexOf('{');
        return open < 0
                ? Optional.empty()
                : Optional.of(path.substring(open + 1, path.indexOf('}')));
    }
}
