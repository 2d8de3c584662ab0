package dev.messenger.server;

import java.util.ArrayList;
import java.util.List;

/// What is printed once the server serves: where, how to try it, and what is off.
final class Banner {

    private Banner() {}

    static String of(Config config, Messenger messenger) {
        String address = "localhost:" + messenger.port();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Messenger serves at https://" + address + " and wss://" + address);
        messenger
                .plainPort()
                .ifPresent(
                        port ->
                                lines.add(
                                        "In cleartext: http://localhost:"
                                                + port
                                                + ", for benchmarks only"));
        lines.add("Try it:  curl -k https://" + address + "/registration \\");
        lines.add("           -d user_name=Ann -d login=ann -d password=correct-horse");
        if (config.firebaseCredentials().isEmpty()) {
            lines.add("Off:     push (needs serviceAccountKey.json or --firebase-credentials)");
        }
        if (config.limits() == Config.Limits.OFF) {
            lines.add("Off:     limits");
        }
        if (config.certificate().isEmpty()) {
            lines.add("Its certificate is self-signed, which is why curl needs -k.");
        }
        lines.add("Data:    " + config.dataDir());
        lines.add("Stop it with Ctrl-C.");
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }
}
