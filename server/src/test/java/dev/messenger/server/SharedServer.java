package dev.messenger.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [TestServer], which pushes to an [FcmOnLoopback]: one of each for all classes of a run,
/// because a database takes seconds to make. Each test brings its own users.
final class SharedServer implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedServer.class);

    /// JUnit closes it at the end of the run.
    private record Running(Path directory, FcmOnLoopback fcm, TestServer server)
            implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("messenger-test");
                FcmOnLoopback fcm = new FcmOnLoopback();
                return new Running(
                        directory,
                        fcm,
                        TestServer.on(
                                directory.resolve("data"),
                                fcm.serviceAccount(directory),
                                fcm.settings()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            fcm.close();
            try (Stream<Path> left = Files.walk(directory)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServer.class || type == FcmOnLoopback.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(Running.class, _ -> Running.start(), Running.class);
        return parameter.getParameter().getType() == TestServer.class
                ? running.server()
                : running.fcm();
    }
}
