package dev.messenger.server;

import dev.messenger.server.net.Network;
import dev.messenger.server.usecase.LegacyCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line as a table; [#config] checks what no single flag can. Used by [Main] alone.
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

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            converter = FlagValues.ReadableFile.class,
            description = "Certificate chain in PEM (default: self-signed, kept in the data).")
    private Optional<Path> tlsCert = Optional.empty();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            converter = FlagValues.ReadableFile.class,
            description = "Private key of --tls-cert in PEM.")
    private Optional<Path> tlsKey = Optional.empty();

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
            names = "--legacy-credentials",
            paramLabel = "on|off",
            arity = "1",
            converter = FlagValues.OnOff.class,
            description = "Take login and password in place of a token (default: on).")
    private boolean legacyCredentials = true;

    @Option(
            names = "--legacy-url-credentials",
            paramLabel = "on|off",
            arity = "1",
            converter = FlagValues.OnOff.class,
            description = "Take them in the URL of a WebSocket too (default: on).")
    private boolean legacyUrlCredentials = true;

    @Option(
            names = "--allowed-origins",
            paramLabel = "ORIGIN,...",
            split = ",",
            converter = FlagValues.WebOrigin.class,
            description = "Web pages that may use the API: https://chat.example (default: none).")
    private Set<String> allowedOrigins = Set.of();

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR,...",
            split = ",",
            converter = FlagValues.Cidr.class,
            description = "Peers whose X-Forwarded-For is believed: 10.0.0.0/8 (default: none).")
    private List<Network> trustedProxies = List.of();

    @Option(
            names = "--proxy-protocol",
            paramLabel = "on|off",
            arity = "1",
            converter = FlagValues.OnOff.class,
            description =
                    "Connections of --trusted-proxies begin with a PROXY header, version 1 or 2"
                            + " (default: off).")
    private boolean proxyProtocol;

    @Spec private @Nullable CommandSpec spec;

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
                database(),
                unsafeDatabase,
                certificate(),
                firebaseCredentials,
                limits,
                logLevel,
                bcryptCost,
                userQuota,
                drain,
                access());
    }

    private Config.Access access() {
        if (proxyProtocol && trustedProxies.isEmpty()) {
            throw wrong("--proxy-protocol=on needs --trusted-proxies beside it");
        }
        return new Config.Access(
                legacy(), Set.copyOf(allowedOrigins), List.copyOf(trustedProxies), proxyProtocol);
    }

    private LegacyCredentials legacy() {
        if (!legacyCredentials) {
            return LegacyCredentials.NOWHERE;
        }
        return legacyUrlCredentials ? LegacyCredentials.EVERYWHERE : LegacyCredentials.NOT_IN_URLS;
    }

    private Optional<Config.Database> database() {
        if (databaseUrl.isEmpty() && (databaseUser.isPresent() || databasePassword.isPresent())) {
            throw wrong("--database-user and --database-password need --database-url beside them");
        }
        return databaseUrl.map(
                url ->
                        new Config.Database(
                                url, databaseUser.orElse(""), databasePassword.orElse("")));
    }

    private Optional<Config.Certificate> certificate() {
        if (tlsCert.isPresent() != tlsKey.isPresent()) {
            throw wrong("--tls-cert and --tls-key come together: the other one is missing");
        }
        return tlsCert.map(chain -> new Config.Certificate(chain, tlsKey.orElseThrow()));
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Flags.class.getPackage().getImplementationVersion();
            return new String[] {"Messenger " + (version == null ? "(not packaged)" : version)};
        }
    }
}
