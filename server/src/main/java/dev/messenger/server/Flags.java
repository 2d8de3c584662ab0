package dev.messenger.server;

import dev.messenger.server.net.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The command line as a table. [DatabaseFlags], [CertificateFlags] and [AccessFlags] are parts of it,
/// each of which checks what no single flag can. Used by [Main] alone.
@Command(
        name = "scripts/run",
        header = {"A messenger server on one HTTPS port.", ""},
        customSynopsis = "scripts/run [FLAG...]",
        mixinStandardHelpOptions = true,
        versionProvider = Flags.Version.class,
        separator = "=",
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Every flag can also be set by the environment: --tls-cert as MESSENGER_TLS_CERT,",
            "and so on; the command line wins. Passwords are better kept there, out of 'ps'."
        })
final class Flags {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "0.0.0.0";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = FlagValues.Port.class,
            description = "HTTPS and WSS; 0 takes a free port (default: ${DEFAULT-VALUE}).")
    private int port = 4200;

    @Option(
            names = "--plain-port",
            paramLabel = "PORT",
            converter = FlagValues.Port.class,
            description = "Also serve in cleartext on this port, for benchmarks (default: off).")
    private Optional<Integer> plainPort = Optional.empty();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where uploads, certificate and database are kept (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of("data");

    @Mixin private final DatabaseFlags database = new DatabaseFlags();

    @Mixin private final CertificateFlags certificate = new CertificateFlags();

    @Option(
            names = "--firebase-credentials",
            paramLabel = "FILE",
            converter = FlagValues.ReadableFile.class,
            description =
                    "Service account's key file, switches push on (default: serviceAccountKey.json"
                            + " beside the README, if it is there).")
    private Optional<Path> firebaseCredentials = Optional.empty();

    @Option(
            names = "--limits",
            paramLabel = "HOW",
            converter = FlagValues.LimitsName.class,
            description = "standard or off, for benchmarks (default: standard).")
    private Config.Limits limits = Config.Limits.STANDARD;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            converter = FlagValues.LevelName.class,
            description = "error, warn, info, debug or trace (default: info).")
    private Level logLevel = Level.INFO;

    @Option(
            names = "--bcrypt-cost",
            paramLabel = "COST",
            converter = FlagValues.BcryptCost.class,
            description = "Work a new password's hash takes, 4 to 16 (default: ${DEFAULT-VALUE}).")
    private int bcryptCost = 10;

    @Option(
            names = "--user-quota",
            paramLabel = "SIZE",
            converter = FlagValues.Size.class,
            description =
                    "What the files of one user may have in all: 500MiB, 10GiB (default: 10GiB).")
    private long userQuota = Config.STANDARD_USER_QUOTA;

    @Option(
            names = "--drain-seconds",
            paramLabel = "SECONDS",
            converter = FlagValues.DrainTime.class,
            description = "Over which a stopping server sends its sockets away (default: 5).")
    private Duration drain = Config.STANDARD_DRAIN;

    @Option(
            names = "--lab",
            paramLabel = "on|off",
            arity = "1",
            converter = FlagValues.OnOff.class,
            description =
                    "Let those on this machine look into the server at /lab (default: on with the"
                            + " embedded database).")
    private Optional<Boolean> lab = Optional.empty();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            converter = FlagValues.TransportName.class,
            description =
                    "What event loops run on: epoll, io_uring, nio (default: epoll where it loads,"
                            + " else nio).")
    private Optional<Transport> transport = Optional.empty();

    @Mixin private final AccessFlags access = new AccessFlags();

    /// A parser whose flags fall back to the environment, where a blank value counts as none.
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Flags())
                .setDefaultValueProvider(
                        argument ->
                                variable(argument)
                                        .map(environment::get)
                                        .filter(value -> !value.isBlank())
                                        .orElse(null));
    }

    /// The name of the variable that stands for a flag.
    static Optional<String> variable(ArgSpec argument) {
        return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
                ? Optional.of(
                        "MESSENGER"
                                + option.longestName()
                                        .substring(1)
                                        .replace('-', '_')
                                        .toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    /// @throws ParameterException if flags contradict each other
    Config config() {
        return new Config(
                host,
                port,
                plainPort.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                dataDir.toAbsolutePath().normalize(),
                database.database(),
                database.isUnsafe(),
                certificate.certificate(),
                firebaseCredentials,
                limits,
                logLevel,
                bcryptCost,
                userQuota,
                drain,
                access.access(),
                lab.orElse(database.database().isEmpty()),
                transport.orElseGet(Transport::standard));
    }

    /// What a command is refused with.
    static ParameterException wrong(@Nullable CommandSpec command, String sentence) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), sentence);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Flags.class.getPackage().getImplementationVersion();
            return new String[] {"Messenger " + (version == null ? "(not packaged)" : version)};
        }
    }
}
