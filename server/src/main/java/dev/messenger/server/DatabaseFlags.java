package dev.messenger.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The part of [Flags] that says which database to use.
final class DatabaseFlags {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            converter = FlagValues.DatabaseUrl.class,
            description =
                    "Use this PostgreSQL: jdbc:postgresql://HOST:PORT/NAME (default: embedded).")
    private Optional<String> databaseUrl = Optional.empty();

    @Option(
            names = "--database-user",
            paramLabel = "NAME",
            description = "User for --database-url.")
    private Optional<String> databaseUser = Optional.empty();

    @Option(
            names = "--database-password",
            paramLabel = "PASSWORD",
            description = "Password for --database-url.")
    private Optional<String> databasePassword = Optional.empty();

    // Without a fallback value, the flag would switch off what the environment switched on.
    @Option(
            names = "--unsafe-database",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            description = "Serve even if the database may lose what it committed.")
    private boolean unsafeDatabase;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// Where the database is, if it is not the embedded one.
    ///
    /// @throws ParameterException if flags contradict each other
    Optional<Config.Database> database() {
        if (databaseUrl.isEmpty() && (databaseUser.isPresent() || databasePassword.isPresent())) {
            throw Flags.wrong(
                    command,
                    "--database-user and --database-password need --database-url beside them");
        }
        return databaseUrl.map(
                url ->
                        new Config.Database(
                                url, databaseUser.orElse(""), databasePassword.orElse("")));
    }

    boolean isUnsafe() {
        return unsafeDatabase;
    }
}
