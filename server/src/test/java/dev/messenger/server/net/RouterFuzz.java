package dev.messenger.server.net;

import dev.messenger.server.delivery.RecordingSockets;
import dev.messenger.server.delivery.Waiters;
import dev.messenger.server.dispatch.Api;
import dev.messenger.server.dispatch.DiskSpace;
import dev.messenger.server.dispatch.MetricsEndpoint;
import dev.messenger.server.dispatch.Readiness;
import dev.messenger.server.dispatch.Router;
import dev.messenger.server.usecase.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// A fuzzer's way into a whole connection (scripts/fuzz router): whatever bytes come, through the real
/// pipeline and the real table of paths, the answers are HTTP and none of them is a fault of ours.
///
/// An input is sent in two pieces, cut where its first byte says.
public final class RouterFuzz {

    private static final Pattern ANSWERS = Pattern.compile("(?s)(HTTP/1\\.1 [1-4]\\d\\d .*)?");
    private static final Pattern FAULT = Pattern.compile("(?m)^HTTP/1\\.1 50[0-9] ");
    private static final Pattern REFUSAL = Pattern.compile("(?m)^HTTP/1\\.1 50[15] ");

    private static final Router ROUTER = router();

    private RouterFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String text = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
        int cut = Math.min(input[0] & 0xff, text.length());
        HttpChannel client =
                new HttpChannel(ROUTER, ConnectionLimits.with(ConnectionLimits.Crowd.off()));
        client.sendsRaw(text.substring(0, cut));
        client.sendsRaw(text.substring(cut));
        if (text.contains("/file_upload")) {
            // Its work waits for the rest of a body, and would do so on this thread.
            client.channel.close();
        }
        while (!client.work.isEmpty()) {
            client.works();
        }
        String answered = client.answered();
        client.channel.finishAndReleaseAll();
        String faults = REFUSAL.matcher(answered).replaceAll("HTTP/1.1 400 ");
        if (FAULT.matcher(faults).find() || !ANSWERS.matcher(faults).matches()) {
            throw new AssertionError("answered: " + answered);
        }
    }

    private static Router router() {
        try {
            Rules rules = Rules.in(Files.createTempDirectory("messenger-fuzz"));
            rules.register("Ann");
            return Api.router(
                    rules.all(),
                    new Readiness(rules.storage, DiskSpace.of(Path.of("."), Runnable::run)),
                    MetricsEndpoint.OFF,
                    new RecordingSockets(),
                    rules::submit,
                    new Waiters(),
                    dev.messenger.server.usecase.Limits.off(),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
