package dev.messenger.server.dispatch;

import dev.messenger.server.usecase.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A fuzzer's way into `/file_upload` (scripts/fuzz multipart): whatever the body, it is taken or
/// refused, and leaves a file behind only if it is taken.
///
/// An input is a body with the boundary `b`; the one user has the id 1 and the login `Ann`.
public final class MultipartFuzz {

    private static final Path DIRECTORY = directory();
    private static final Rest REST = rest();
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 413);

    private MultipartFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Rest.Answer answer =
                REST.post("/file_upload", "multipart/form-data; boundary=b", input, Map.of());
        boolean taken = answer.status() == 200;
        if (!taken && !REFUSALS.contains(answer.status())) {
            throw new AssertionError("answered: " + answer.text());
        }
        if (removeFiles() != (taken ? 1 : 0)) {
            throw new AssertionError("files are left after: " + answer.text());
        }
    }

    private static Rest rest() {
        Rules rules = Rules.in(DIRECTORY);
        rules.register("Ann");
        return new Rest(rules);
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("messenger-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return how many there were
    private static int removeFiles() {
        try (Stream<Path> all = Files.walk(DIRECTORY)) {
            int removed = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
                removed++;
            }
            return removed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
