package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Bodies of the paths below `/lab`, as `server/LAB.md` tells of them. What is empty is left out.
///
/// Moments are nanoseconds since the lab began.
public final class LabApi {

    public static final long LARGEST_HEX = 1_024;
    public static final long LONGEST_SECONDS = 60;

    private LabApi() {}

    /// Asks for a probe.
    ///
    /// @param hex bytes of each message to be shown
    /// @param kinds of events to be shown; all, if absent
    public record Probing(Optional<Long> hex, Optional<List<String>> kinds) {
        public Probing {
            checkHex(hex);
        }
    }

    /// Asks for connections that are still to come to be probed.
    public record Watching(Optional<Long> seconds, Optional<Long> hex) {
        public Watching {
            checkSeconds(seconds);
            checkHex(hex);
        }
    }

    public record Watched(long until) {}

    /// Asks for what comes in to wait.
    ///
    /// @param at name of the handler before which it waits; the first, if absent
    public record Holding(Optional<String> at, Optional<Long> seconds) {
        public Holding {
            checkSeconds(seconds);
        }
    }

    /// @param count of the events that wait, which may go on
    public record Stepping(Optional<Long> count) {
        public Stepping {
            count.ifPresent(it -> Check.range("count", it, 1, 256));
        }
    }

    /// Asks for all that waits to go on.
    public record Resuming() {}

    /// Announces a message that is to be followed.
    public record Tracing(UUID clientMsgId) {}

    public record Traced(UUID clientMsgId, long until) {}

    /// Asks for a fault.
    ///
    /// @param millis by which `delay` delays
    /// @param count of what `duplicate` doubles
    public record Breaking(
            String fault, Optional<Long> seconds, Optional<Long> millis, Optional<Long> count) {
        public Breaking {
            Check.length("fault", fault, 1, 32);
            seconds.ifPresent(it -> Check.range("seconds", it, 1, 90));
            millis.ifPresent(it -> Check.range("millis", it, 50, 5_000));
            count.ifPresent(it -> Check.range("count", it, 1, 10));
        }
    }

    public record Broken(String id, String fault, String connection, long endsAt) {}

    public record Mended(String message) {}

    public record Faults(List<FaultKind> faults) {}

    /// What a fault is, in sentences to be shown.
    ///
    /// @param promise what should hold nevertheless
    /// @param check what is to be done and seen
    /// @param seconds that it lasts, if nothing else is asked for
    public record FaultKind(
            String fault,
            String title,
            String does,
            String promise,
            String check,
            long seconds,
            long mostSeconds,
            List<FaultOption> options) {}

    public record FaultOption(String name, long least, long most, long usual) {}

    public record Connections(List<Connection> connections) {}

    /// @param speaks `messenger.v2.json`, `messenger.v1` or `http/1.1`
    /// @param thisCall whether the call came on it
    /// @param feed whether it carries a feed
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Connection(
            String id,
            String kind,
            String speaks,
            String peer,
            Optional<Long> openedAt,
            String eventLoop,
            Optional<TlsSession> tls,
            boolean autoRead,
            boolean writable,
            long bytesWaiting,
            boolean thisCall,
            boolean feed,
            List<Handler> handlers,
            Optional<ProbeState> probe,
            List<ActiveFault> faults) {}

    public record TlsSession(String protocol, String cipher) {}

    /// One handler of a pipeline.
    ///
    /// @param whose `netty`, `ours` or `lab`
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Handler(
            String name,
            @JsonProperty("class") String type,
            String whose,
            boolean inbound,
            boolean outbound,
            Optional<SourceLines> source) {}

    /// Where a class stands in its file, first and last line included.
    public record SourceLines(@JsonProperty("class") String type, String file, int from, int to) {}

    /// @param text of the whole file
    public record Source(
            @JsonProperty("class") String type,
            String file,
            int from,
            int to,
            List<Method> methods,
            String text) {}

    public record Method(String name, int from, int to) {}

    /// @param held events that wait
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ProbeState(long hex, List<String> kinds, Optional<String> heldAt, int held) {}

    public record ActiveFault(String id, String fault, long endsAt) {}

    private static void checkHex(Optional<Long> hex) {
        hex.ifPresent(it -> Check.range("hex", it, 0, LARGEST_HEX));
    }

    private static void checkSeconds(Optional<Long> seconds) {
        seconds.ifPresent(it -> Check.range("seconds", it, 1, LONGEST_SECONDS));
    }
}
