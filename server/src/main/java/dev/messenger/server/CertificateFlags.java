package dev.messenger.server;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The part of [Flags] that says what the server proves its name with.
final class CertificateFlags {

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

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// The certificate, if there is one beside our own.
    ///
    /// @throws ParameterException if flags contradict each other
    Optional<Config.Certificate> certificate() {
        if (tlsCert.isPresent() != tlsKey.isPresent()) {
            throw Flags.wrong(
                    command, "--tls-cert and --tls-key come together: the other one is missing");
        }
        return tlsCert.map(chain -> new Config.Certificate(chain, tlsKey.orElseThrow()));
    }
}
