package dev.messenger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.messenger.server.net.Network;
import dev.messenger.server.net.Transport;
import dev.messenger.server.usecase.LegacyCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

final class FlagsTest {

    @Test
    void withoutFlagsAllIsStandard() {
        assertThat(parse(Map.of()))
                .isEqualTo(
                        new Config(
                                "0.0.0.0",
                                4200,
                                OptionalInt.empty(),
                                Path.of("data").toAbsolutePath(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Config.Limits.STANDARD,
                                Level.INFO,
                                10,
                                10L << 30,
                                Config.STANDARD_DRAIN,
                                Config.Access.STANDARD,
                                true,
                                Transport.EPOLL));
    }

    @Test
    void theLabIsForThoseWhoBroughtNoDatabase() {
        String url = "jdbc:postgresql://db:5432/chat";
        assertThat(parse(Map.of()).lab()).isTrue();
        assertThat(parse(Map.of(), "--lab=off").lab()).isFalse();
        assertThat(parse(Map.of(), "--database-url", url).lab()).isFalse();
        assertThat(parse(Map.of("MESSENGER_LAB", "on"), "--database-url", url).lab()).isTrue();
    }

    @Test
    void everyFlagIsTaken(@TempDir Path dir) throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        Config expected = everythingSet(dir, file);

        assertThat(
                        parse(
                                Map.of(),
                                "--host=127.0.0.1",
                                "--port=4311",
                                "--plain-port=8080",
                                "--data-dir=" + dir,
                                "--database-url=jdbc:postgresql://db:5432/chat",
                                "--database-user=ann",
                                "--database-password=secret",
                                "--unsafe-database",
                                "--tls-cert=" + file,
                                "--tls-key=" + file,
                                "--firebase-credentials=" + file,
                                "--limits=off",
                                "--log-level=debug",
                                "--bcrypt-cost=4",
                                "--user-quota=500MiB",
                                "--drain-seconds=7",
                                "--legacy-url-credentials=off",
                                "--allowed-origins=https://a.example,https://b.example:8443",
                                "--trusted-proxies=10.0.0.0/8,::1",
                                "--proxy-protocol=on",
                                "--metrics-from=10.1.0.0/16,fd00::/8",
                                "--lab=on",
                                "--transport=io_uring"))
                .isEqualTo(expected);
    }

    @Test
    void everyFlagIsTakenFromTheEnvironmentToo(@TempDir Path dir) throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        assertThat(
                        parse(
                                Map.ofEntries(
                                        Map.entry("MESSENGER_HOST", "127.0.0.1"),
                                        Map.entry("MESSENGER_PORT", "4311"),
                                        Map.entry("MESSENGER_PLAIN_PORT", "8080"),
                                        Map.entry("MESSENGER_DATA_DIR", dir.toString()),
                                        Map.entry(
                                                "MESSENGER_DATABASE_URL",
                                                "jdbc:postgresql://db:5432/chat"),
                                        Map.entry("MESSENGER_DATABASE_USER", "ann"),
                                        Map.entry("MESSENGER_DATABASE_PASSWORD", "secret"),
                                        Map.entry("MESSENGER_UNSAFE_DATABASE", "true"),
                                        Map.entry("MESSENGER_TLS_CERT", file.toString()),
                                        Map.entry("MESSENGER_TLS_KEY", file.toString()),
                                        Map.entry(
                                                "MESSENGER_FIREBASE_CREDENTIALS", file.toString()),
                                        Map.entry("MESSENGER_LIMITS", "OFF"),
                                        Map.entry("MESSENGER_LOG_LEVEL", "Debug"),
                                        Map.entry("MESSENGER_BCRYPT_COST", "4"),
                                        Map.entry("MESSENGER_USER_QUOTA", "500mib"),
                                        Map.entry("MESSENGER_DRAIN_SECONDS", "7"),
                                        Map.entry("MESSENGER_LEGACY_URL_CREDENTIALS", "off"),
                                        Map.entry(
                                                "MESSENGER_ALLOWED_ORIGINS",
                                                "https://a.example,https://b.example:8443"),
                                        Map.entry("MESSENGER_TRUSTED_PROXIES", "10.0.0.0/8,::1"),
                                        Map.entry("MESSENGER_PROXY_PROTOCOL", "on"),
                                        Map.entry("MESSENGER_METRICS_FROM", "10.1.0.0/16,fd00::/8"),
                                        Map.entry("MESSENGER_LAB", "on"),
                                        Map.entry("MESSENGER_TRANSPORT", "IO_URING"))))
                .isEqualTo(everythingSet(dir, file));
    }

    private static Config everythingSet(Path dir, Path file) {
        return new Config(
                "127.0.0.1",
                4311,
                OptionalInt.of(8080),
                dir,
                Optional.of(new Config.Database("jdbc:postgresql://db:5432/chat", "ann", "secret")),
                true,
                Optional.of(new Config.Certificate(file, file)),
                Optional.of(file),
                Config.Limits.OFF,
                Level.DEBUG,
                4,
                500L << 20,
                Duration.ofSeconds(7),
                new Config.Access(
                        LegacyCredentials.NOT_IN_URLS,
                        Set.of("https://a.example", "https://b.example:8443"),
                        List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")),
                        true,
                        new Config.Scrapers(
                                true,
                                List.of(Network.parse("10.1.0.0/16"), Network.parse("fd00::/8")))),
                true,
                Transport.IO_URING);
    }

    @Test
    void metricsAreForThisMachineUnlessTheFlagsSayOtherwise() {
        InetAddress near = InetAddress.getLoopbackAddress();
        InetAddress far = InetAddress.ofLiteral("10.1.2.3");

        Config.Scrapers standard = parse(Map.of()).access().scrapers();
        assertThat(standard.include(near)).isTrue();
        assertThat(standard.include(far)).isFalse();

        Config.Scrapers wide = parse(Map.of(), "--metrics-from=10.1.0.0/16").access().scrapers();
        assertThat(wide.include(near)).isTrue();
        assertThat(wide.include(far)).isTrue();
        assertThat(wide.include(InetAddress.ofLiteral("10.2.2.3"))).isFalse();

        assertThat(parse(Map.of(), "--metrics=off").access().scrapers().include(near)).isFalse();
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() {
        assertThat(parse(Map.of("MESSENGER_PORT", "1"), "--port", "2").port()).isEqualTo(2);
        assertThat(
                        parse(Map.of("MESSENGER_UNSAFE_DATABASE", "true"), "--unsafe-database")
                                .unsafeDatabase())
                .isTrue();
    }

    @Test
    void withoutLegacyCredentialsThereAreNoneInUrlsEither() {
        assertThat(
                        parse(Map.of(), "--legacy-credentials=off", "--legacy-url-credentials=on")
                                .access()
                                .legacy())
                .isEqualTo(LegacyCredentials.NOWHERE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "1KiB, 1024",
        "3MiB, 3145728",
        "2gib, 2147483648",
        "8388607TiB, 9223370937343148032"
    })
    void aSizeMayHaveAUnit(String value, long bytes) {
        assertThat(parse(Map.of(), "--user-quota=" + value).userQuota()).isEqualTo(bytes);
    }

    @Test
    void aBlankVariableIsNone() {
        assertThat(parse(Map.of("MESSENGER_PORT", " ", "MESSENGER_TLS_CERT", "")))
                .isEqualTo(parse(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --port=x                 | '--port': 'x' (expected: a port from 0 to 65535)
                    --port=65536             | '--port': '65536' (expected: a port from 0 to 65535)
                    --plain-port=-1          | '--plain-port': '-1' (expected: a port from 0 to 65535)
                    --limits=some            | '--limits': 'some' (expected: standard, off)
                    --log-level=loud         | '--log-level': 'loud' (expected: error, warn, info, debug, trace)
                    --bcrypt-cost=3          | '--bcrypt-cost': '3' (expected: a cost from 4 to 16)
                    --bcrypt-cost=17         | '--bcrypt-cost': '17' (expected: a cost from 4 to 16)
                    --user-quota=10GB        | '--user-quota': '10GB' (expected: bytes, such as 500MiB or 10GiB)
                    --user-quota=-1          | '--user-quota': '-1' (expected: bytes
                    --user-quota=9000000TiB  | '9000000TiB' (expected: bytes
                    --legacy-credentials=no  | '--legacy-credentials': 'no' (expected: on, off)
                    --legacy-credentials     | '--legacy-credentials'
                    --allowed-origins=a.com  | 'a.com' (expected: an origin such as https://chat.example, no path)
                    --allowed-origins=http://a/ | 'http://a/' (expected: an origin
                    --trusted-proxies=10.0/8 | '10.0/8' (expected: a network such as 10.0.0.0/8)
                    --trusted-proxies=::1/129 | '::1/129' (expected: a network
                    --trusted-proxies=a.com  | 'a.com' (expected: a network
                    --lab=maybe              | '--lab': 'maybe' (expected: on, off)
                    --proxy-protocol=v1      | '--proxy-protocol': 'v1' (expected: on, off)
                    --proxy-protocol=on      | needs --trusted-proxies
                    --metrics=maybe          | '--metrics': 'maybe' (expected: on, off)
                    --metrics-from=here      | 'here' (expected: a network
                    --tls-cert=/nowhere      | '--tls-cert': '/nowhere' (expected: a readable file)
                    --tls-key=/              | '--tls-key': '/' (expected: a readable file)
                    --transport=kqueue       | '--transport': 'kqueue' (expected: epoll, io_uring, nio)
                    --drain-seconds=-1       | '--drain-seconds': '-1' (expected: seconds from 0 to 600)
                    --firebase-credentials=x | '--firebase-credentials': 'x' (expected: a readable file)
                    --database-user=ann      | need --database-url
                    --database-password=ann  | need --database-url
                    --unsafe-database=maybe  | '--unsafe-database'
                    --prot=1                 | '--prot=1'
                    --port                   | '--port'
                    stray                    | 'stray'
                    """)
    void aWrongFlagIsNamed(String flag, String sentence) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(Map.of(), flag))
                .withMessageContaining(sentence);
    }

    @Test
    void aWrongDatabaseUrlIsNotRepeated() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(Map.of(), "--database-url=postgres://ann:secret@db/chat"))
                .withMessageContaining("jdbc:postgresql://HOST:PORT/NAME")
                .withMessageNotContaining("secret");
    }

    @Test
    void aCertificateNeedsItsKey(@TempDir Path dir) throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(Map.of(), "--tls-cert=" + file))
                .withMessageContaining("--tls-key");
    }

    @Test
    void aDatabaseIsPrintedWithoutItsPassword() {
        assertThat(
                        new Config.Database(
                                        "jdbc:postgresql://db/x?password=secret", "ann", "secret")
                                .toString())
                .doesNotContain("secret");
    }

    private static Config parse(Map<String, String> environment, String... args) {
        CommandLine flags = Flags.commandLine(environment);
        flags.parseArgs(args);
        return flags.<Flags>getCommand().config();
    }
}
