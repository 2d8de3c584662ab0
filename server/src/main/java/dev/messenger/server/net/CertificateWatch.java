package dev.messenger.server.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every few seconds whether the certificate's files were renewed, and has [Tls] take them; one
/// that cannot be used is said once, and the old one stays. On a thread of its own.
///
/// Asking for the time of change works on every file system and with the symbolic links of ACME
/// clients, which events of a directory do not.
final class CertificateWatch implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Tls tls;
    private final Path certificate;
    private final Path key;
    private final Thread thread = Thread.ofVirtual().name("certificate").unstarted(this::run);

    private List<FileTime> seen;
    private List<FileTime> taken;

    CertificateWatch(Tls tls, Path certificate, Path key) {
        this.tls = tls;
        this.certificate = certificate;
        this.key = key;
        this.seen = times();
        this.taken = seen;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                look();
            }
        } catch (InterruptedException closing) {
            // Nothing to finish.
        }
    }

    /// Two files are renewed one after the other, so a change counts once nothing has changed since
    /// the last look.
    void look() {
        List<FileTime> now = times();
        boolean quiet = now.equals(seen);
        seen = now;
        if (!quiet || now.equals(taken)) {
            return;
        }
        taken = now;
        try {
            tls.renew(certificate, key);
            LOG.info("event=certificate_renewed file={}", certificate);
        } catch (CannotOpen unusable) {
            LOG.warn("event=certificate_unusable reason=\"{}\"", unusable.getMessage());
        }
    }

    private List<FileTime> times() {
        List<FileTime> times = new ArrayList<>();
        for (Path file : List.of(certificate, key)) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException gone) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
