package dev.messenger.server;

import dev.messenger.notify.BadCredentials;
import dev.messenger.notify.FirebaseNotifier;
import dev.messenger.notify.FirebaseSettings;
import dev.messenger.notify.Notifier;
import dev.messenger.notify.SilentNotifier;
import dev.messenger.server.delivery.Arrivals;
import dev.messenger.server.delivery.Backstage;
import dev.messenger.server.delivery.ChatWriters;
import dev.messenger.server.delivery.FrameMeter;
import dev.messenger.server.delivery.Pushes;
import dev.messenger.server.delivery.Receipts;
import dev.messenger.server.delivery.Reception;
import dev.messenger.server.delivery.Waiters;
import dev.messenger.server.dispatch.Api;
import dev.messenger.server.dispatch.DiskSpace;
import dev.messenger.server.dispatch.Frames;
import dev.messenger.server.dispatch.MetricsEndpoint;
import dev.messenger.server.dispatch.Readiness;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.dispatch.UseCases;
import dev.messenger.server.metrics.DoorPart;
import dev.messenger.server.metrics.FramePart;
import dev.messenger.server.metrics.LimitsPart;
import dev.messenger.server.metrics.Metrics;
import dev.messenger.server.metrics.PoolPart;
import dev.messenger.server.metrics.PushPart;
import dev.messenger.server.metrics.TrafficPart;
import dev.messenger.server.metrics.WriterPart;
import dev.messenger.server.net.CannotOpen;
import dev.messenger.server.net.ConnectionLimits;
import dev.messenger.server.net.ConnectionLimits.Crowd;
import dev.messenger.server.net.FrontDoor;
import dev.messenger.server.net.Newcomers;
import dev.messenger.server.net.OpenSockets;
import dev.messenger.server.net.SelfSignedCertificate;
import dev.messenger.server.net.lab.Laboratory;
import dev.messenger.server.net.lab.Lens;
import dev.messenger.server.usecase.Accounts;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.AvatarImages;
import dev.messenger.server.usecase.Bearers;
import dev.messenger.server.usecase.ChatHistory;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.FileTransfers;
import dev.messenger.server.usecase.Limits;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.OwnAccount;
import dev.messenger.server.usecase.OwnExport;
import dev.messenger.server.usecase.OwnSessions;
import dev.messenger.server.usecase.Passwords;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.FileStore;
import dev.messenger.storage.Storage;
import dev.messenger.storage.disk.DiskFileStore;
import dev.messenger.storage.embedded.DatabaseUnavailable;
import dev.messenger.storage.embedded.EmbeddedDatabase;
import dev.messenger.storage.jdbc.Database;
import dev.messenger.storage.jdbc.DatabaseUnusable;
import dev.messenger.storage.jdbc.JdbcStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/// A server that serves, from [#start] to [#close]: here its parts are put together.
///
/// [Main] starts it on the main thread and closes it on a shutdown hook's; tests do both themselves.
public final class Messenger implements AutoCloseable {

    /// On two cores a second one made commits smaller, and each message dearer.
    private static final int WRITERS = 1;

    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    private final Opened opened;
    private final FrontDoor door;

    private Messenger(Opened opened, FrontDoor door) {
        this.opened = opened;
        this.door = door;
    }

    /// Opens every part after those that it needs, and returns when clients can come.
    ///
    /// @throws CannotStart for a reason that the operator can mend; nothing is left open
    public static Messenger start(Config config) {
        return start(config, FirebaseSettings.STANDARD, Pushes.GRACE);
    }

    /// Starts one that pushes to where the settings say.
    ///
    /// @param grace how long a device may take to receive a message before its user is woken
    static Messenger start(Config config, FirebaseSettings firebase, Duration grace) {
        Opened opened = new Opened();
        try {
            return new Messenger(opened, open(config, firebase, grace, opened));
        } catch (DatabaseUnavailable | DatabaseUnusable | BadCredentials | CannotOpen reason) {
            opened.close();
            throw new CannotStart(String.valueOf(reason.getMessage()), reason);
        } catch (RuntimeException | Error fault) {
            opened.close();
            throw fault;
        }
    }

    private static FrontDoor open(
            Config config, FirebaseSettings firebase, Duration grace, Opened opened) {
        InstantSource clock = InstantSource.system();
        Limits limits = config.limits() == Config.Limits.OFF ? Limits.off() : Limits.standard();
        Storage storage = opened.add("storage", JdbcStorage.open(database(config, opened)));
        Notifier notifier = opened.add("notifier", notifier(config, firebase, storage));
        Metrics metrics = opened.add("metrics", Metrics.open(config.dataDir()));
        Workers workers = opened.add("workers", Workers.virtual());
        Workers readers = opened.add("readers", Workers.readers());
        Passwords passwords = opened.add("passwords", new Passwords(config.bcryptCost()));

        FileTransfers files =
                new FileTransfers(storage, fileStore(config), config.userQuota(), clock);
        Bearers bearers = new Bearers(storage, clock);
        Authentication authentication =
                new Authentication(
                        storage,
                        passwords,
                        limits.wrongPasswords(),
                        config.access().legacy(),
                        bearers);
        Messaging messaging = new Messaging(storage, clock);
        DirectChats chats = new DirectChats(storage);

        OpenSockets sockets = new OpenSockets(HEARTBEAT);
        Optional<Laboratory> lab =
                config.lab()
                        ? Optional.of(new Laboratory(sockets, clock, metrics::live))
                        : Optional.empty();
        Lens lens = lab.map(Laboratory::lens).orElse(Lens.NONE);
        Pushes pushes = opened.add("pushes", new Pushes(storage, notifier, workers, grace));
        pushes.start();
        Receipts receipts =
                opened.add("receipts", new Receipts(storage.watermarks(), sockets, pushes));
        receipts.start();
        Waiters waiters = new Waiters();
        ChatWriters writers =
                opened.add(
                        "writers",
                        new ChatWriters(
                                WRITERS,
                                lens.storage(storage),
                                lens.sockets(sockets),
                                pushes,
                                waiters,
                                path -> workers.execute(() -> files.drop(path))));
        Readiness readiness = new Readiness(storage, DiskSpace.of(config.dataDir(), workers));
        Router router =
                lens.router(
                        Api.router(
                                new UseCases(
                                        authentication,
                                        new Accounts(
                                                storage, passwords, authentication, sockets, clock),
                                        new OwnSessions(storage, sockets),
                                        new OwnAccount(storage, passwords, authentication, sockets),
                                        new OwnExport(storage, clock),
                                        new AvatarImages(storage),
                                        chats,
                                        new ChatHistory(storage),
                                        messaging,
                                        files),
                                readiness,
                                new MetricsEndpoint(
                                        config.access().scrapers()::include, metrics::answer),
                                sockets,
                                lens.writes(writers),
                                waiters,
                                limits,
                                lab.map(it -> it)));
        Frames frames = new Frames(messaging, chats);
        FrameMeter.Both meters = FrameMeter.ofBothParts();
        Arrivals arrivals = new Arrivals(readers);
        Resumption resumption = new Resumption(storage, HEARTBEAT, FrontDoor.LIMITS, clock);
        Backstage backstage =
                new Backstage(
                        frames::handle,
                        lens.commands(frames),
                        new Reception(bearers, resumption, arrivals),
                        resumption,
                        limits.frames(),
                        meters,
                        lens.writes(writers),
                        sockets,
                        lens.marks(receipts),
                        arrivals,
                        workers);

        opened.add("sweeper", Sweeper.start(files));
        FrontDoor door =
                opened.add(
                        "front door",
                        FrontDoor.open(
                                door(config),
                                router,
                                workers,
                                sockets,
                                backstage,
                                lab.<Newcomers>map(it -> it).orElse(Newcomers.UNSEEN)));
        metrics.add(new TrafficPart(router.traffic()))
                .add(new FramePart(meters))
                .add(new DoorPart(door::numbers, waiters::count))
                .add(new WriterPart(writers::numbers))
                .add(new PoolPart(storage::pool))
                .add(new PushPart(notifier::numbers, pushes::waiting))
                .add(new LimitsPart(limits, passwords::numbers));
        lab.ifPresent(it -> opened.add("lab", it));
        opened.add("waiting requests", waiters);
        // Closed first of all: nobody is to be sent here any more.
        opened.add("readiness", readiness);
        return door;
    }

    private static Database database(Config config, Opened opened) {
        if (config.database().isPresent()) {
            Config.Database other = config.database().get();
            return new Database(
                    other.url(), other.user(), other.password(), config.unsafeDatabase());
        }
        EmbeddedDatabase embedded = opened.add("database", EmbeddedDatabase.open(config.dataDir()));
        return new Database(
                embedded.jdbcUrl(), embedded.user(), embedded.password(), config.unsafeDatabase());
    }

    private static FrontDoor.Settings door(Config config) {
        Config.Certificate certificate = certificate(config);
        return new FrontDoor.Settings(
                config.host(),
                config.port(),
                config.plainPort().isPresent()
                        ? Optional.of(config.plainPort().getAsInt())
                        : Optional.empty(),
                certificate.chain(),
                certificate.key(),
                config.access().origins(),
                config.access().proxies(),
                config.access().proxyHeaders(),
                connectionLimits(config),
                config.drain(),
                config.transport());
    }

    private static ConnectionLimits connectionLimits(Config config) {
        return ConnectionLimits.with(
                switch (config.limits()) {
                    case STANDARD -> Crowd.standard();
                    case OFF -> Crowd.off();
                });
    }

    private static Notifier notifier(Config config, FirebaseSettings firebase, Storage storage) {
        if (config.firebaseCredentials().isEmpty()) {
            return new SilentNotifier();
        }
        return FirebaseNotifier.open(
                config.firebaseCredentials().get(),
                token -> storage.sessions().forgetPushToken(token),
                firebase);
    }

    private static FileStore fileStore(Config config) {
        try {
            return DiskFileStore.open(config.dataDir().resolve("files"));
        } catch (IOException e) {
            throw unusable(config, e);
        }
    }

    private static Config.Certificate certificate(Config config) {
        if (config.certificate().isPresent()) {
            return config.certificate().get();
        }
        try {
            SelfSignedCertificate own = SelfSignedCertificate.in(config.dataDir());
            return new Config.Certificate(own.certificate(), own.key());
        } catch (UncheckedIOException e) {
            throw unusable(config, e);
        }
    }

    private static CannotStart unusable(Config config, Exception cause) {
        return new CannotStart(
                "The data directory %s cannot be used: %s."
                        .formatted(config.dataDir(), cause.getMessage()),
                cause);
    }

    /// Where HTTPS and WSS are served.
    public int port() {
        return door.port();
    }

    /// Where the same is served in cleartext, if it is.
    public OptionalInt plainPort() {
        return door.plainPort();
    }

    /// Is no longer ready, takes no more connections, sends the sockets away, finishes what is under
    /// way, and closes every part, in bounded time. Closing again does nothing.
    @Override
    public void close() {
        opened.close();
    }
}
