package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A line of the lab's feed. What is empty is left out; `at` and the like are nanoseconds since the
/// lab began.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public sealed interface LabEvent {

    long at();

    /// The first line.
    ///
    /// @param connection that carries the feed
    @JsonTypeName("open")
    record Open(long at, Instant time, long userId, String connection) implements LabEvent {}

    /// The feed lives.
    @JsonTypeName("tick")
    record Tick(long at) implements LabEvent {}

    /// Events for which there was no room.
    @JsonTypeName("lost")
    record Lost(long at, long count) implements LabEvent {}

    @JsonTypeName("pipeline")
    record Pipeline(String connection, long at, List<LabApi.Handler> handlers)
            implements LabEvent {}

    /// Something passed between two handlers.
    ///
    /// @param n counts them, in the order they began
    /// @param parent during which this one happened; 0 if there is none
    /// @param took all of it, children included
    /// @param own without the children
    /// @param from the handler it comes from
    /// @param handler that is about to get it
    /// @param message its class, `""` where there is none
    /// @param withheld whether it is another's, so that nothing of it is shown
    @JsonTypeName("event")
    record Passed(
            String connection,
            long n,
            long parent,
            long at,
            long took,
            long own,
            String thread,
            String direction,
            String kind,
            String from,
            String handler,
            String message,
            long bytes,
            Optional<String> hex,
            Optional<String> detail,
            Optional<List<TlsRecord>> records,
            @JsonProperty("private") Optional<Boolean> withheld)
            implements LabEvent {

        /// The same without a word of its content.
        public Passed withoutContent() {
            return new Passed(
                    connection,
                    n,
                    parent,
                    at,
                    took,
                    own,
                    thread,
                    direction,
                    kind,
                    from,
                    handler,
                    message,
                    bytes,
                    Optional.empty(),
                    Optional.empty(),
                    records,
                    Optional.of(true));
        }
    }

    /// The head of a record (RFC 8446 5.1).
    record TlsRecord(int type, String version, int length) {}

    @JsonTypeName("closed")
    record Closed(String connection, long at) implements LabEvent {}

    /// @param state `holding` or `resumed`
    @JsonTypeName("hold")
    record Hold(
            String connection,
            long at,
            String state,
            String handler,
            List<Waiting> waiting,
            Optional<String> why)
            implements LabEvent {}

    record Waiting(String kind, String message, long bytes) {}

    /// How far a message has come. Replaces the one before.
    ///
    /// @param connection that it came on, once that is known
    @JsonTypeName("trace")
    record Trace(
            UUID clientMsgId,
            long at,
            Optional<String> connection,
            boolean done,
            List<Stage> stages)
            implements LabEvent {}

    record Stage(
            String stage, long from, long to, String thread, @JsonProperty("class") String type) {}

    /// @param state `began`, `acted` or `ended`
    @JsonTypeName("fault")
    record Fault(
            String id,
            String fault,
            String connection,
            long at,
            String state,
            Optional<Long> endsAt,
            Optional<Long> count,
            Optional<String> why)
            implements LabEvent {}
}
