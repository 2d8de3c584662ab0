package dev.messenger.server;

import dev.messenger.server.net.Network;
import dev.messenger.server.net.Transport;
import dev.messenger.server.usecase.LegacyCredentials;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.event.Level;

/// What the operator decided about this server. [Flags] reads it from the command line and the
/// environment; tests may make their own.
///
/// @param host the address to listen on
/// @param port HTTPS and WSS; 0 takes a free one
/// @param plainPort the same in cleartext, for benchmarks; 0 takes a free one
/// @param dataDir holds the uploads, the generated certificate and the embedded database
/// @param database a PostgreSQL of the operator's own; if empty, the embedded one
/// @param unsafeDatabase whether to serve though the database may lose what it committed
/// @param certificate if empty, a self-signed one, kept in `dataDir`
/// @param firebaseCredentials a service account's key file; if empty, nobody is woken by push
/// @param bcryptCost logarithm of the rounds for new passwords
/// @param userQuota how many bytes the files of one user may have in all
/// @param drain over which sockets are sent away when the server stops
/// @param access who is let in, and as whom
/// @param lab whether programs on this machine may look into the server
/// @param transport what the event loops run on
public record Config(
        String host,
        int port,
        OptionalInt plainPort,
        Path dataDir,
        Optional<Database> database,
        boolean unsafeDatabase,
        Optional<Certificate> certificate,
        Optional<Path> firebaseCredentials,
        Limits limits,
        Level logLevel,
        int bcryptCost,
        long userQuota,
        Duration drain,
        Access access,
        boolean lab,
        Transport transport) {

    /// 10 GiB.
    public static final long STANDARD_USER_QUOTA = 10L << 30;

    public static final Duration STANDARD_DRAIN = Duration.ofSeconds(5);

    /// Where another PostgreSQL is.
    ///
    /// @param url `jdbc:postgresql://host:port/name`
    public record Database(String url, String user, String password) {
        /// Without the password, and the URL may hold one too.
        @Override
        public String toString() {
            return "Database[user=" + user + "]";
        }
    }

    /// PEM files of a certificate chain and its private key.
    public record Certificate(Path chain, Path key) {}

    /// Who is let in, and as whom.
    ///
    /// @param legacy where login and password are taken in place of a token
    /// @param origins of web pages that may use the API, as browsers send them
    /// @param proxies whose `X-Forwarded-For` is believed
    /// @param proxyHeaders whether each connection of these begins with a PROXY protocol header
    /// @param scrapers who may read `/metrics`
    public record Access(
            LegacyCredentials legacy,
            Set<String> origins,
            List<Network> proxies,
            boolean proxyHeaders,
            Scrapers scrapers) {
        public static final Access STANDARD =
                new Access(
                        LegacyCredentials.EVERYWHERE, Set.of(), List.of(), false, Scrapers.LOCAL);
    }

    /// Who may read `/metrics`, if they ask for themselves and not for somebody behind them.
    ///
    /// @param local whether programs on this machine may
    /// @param others whence else it may be read
    public record Scrapers(boolean local, List<Network> others) {
        public static final Scrapers LOCAL = new Scrapers(true, List.of());

        boolean include(InetAddress address) {
            return (local && address.isLoopbackAddress())
                    || others.stream().anyMatch(network -> network.contains(address));
        }
    }

    /// Whether clients may do as much as they like.
    public enum Limits {
        STANDARD,
        OFF
    }
}
