package dev.messenger.server;

import dev.messenger.server.net.Network;
import dev.messenger.server.usecase.LegacyCredentials;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The part of [Flags] that says who may come, and on what credentials.
final class AccessFlags {

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

    @Option(
            names = "--metrics",
            paramLabel = "on|off",
            arity = "1",
            converter = FlagValues.OnOff.class,
            description = "Show /metrics to programs on this machine (default: on).")
    private boolean metrics = true;

    @Option(
            names = "--metrics-from",
            paramLabel = "CIDR,...",
            split = ",",
            converter = FlagValues.Cidr.class,
            description = "Who else may read /metrics: 10.0.0.0/8 (default: nobody).")
    private List<Network> metricsFrom = List.of();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// @throws ParameterException if flags contradict each other
    Config.Access access() {
        if (proxyProtocol && trustedProxies.isEmpty()) {
            throw Flags.wrong(command, "--proxy-protocol=on needs --trusted-proxies beside it");
        }
        return new Config.Access(
                legacy(),
                Set.copyOf(allowedOrigins),
                List.copyOf(trustedProxies),
                proxyProtocol,
                scrapers());
    }

    private Config.Scrapers scrapers() {
        if (!metrics && !metricsFrom.isEmpty()) {
            throw Flags.wrong(command, "--metrics-from needs --metrics=on");
        }
        return new Config.Scrapers(metrics, List.copyOf(metricsFrom));
    }

    private LegacyCredentials legacy() {
        if (!legacyCredentials) {
            return LegacyCredentials.NOWHERE;
        }
        return legacyUrlCredentials ? LegacyCredentials.EVERYWHERE : LegacyCredentials.NOT_IN_URLS;
    }
}
