package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/// Answers `/healthz`, and, with the state of each part, `/readyz`.
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Health(String status, Optional<Parts> parts) {

    public static final Health OK = new Health("ok", Optional.empty());

    /// What must be well for clients to come; stands in the refusal if one is not.
    public record Parts(String database, String disk, String drain) {}
}
