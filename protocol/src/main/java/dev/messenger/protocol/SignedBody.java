package dev.messenger.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;

/// A REST body in which the caller may prove who they are, the original's way: by their own id, login
/// and password. A bearer token stands in for all three.
public interface SignedBody {

    /// The caller's own id, under whatever name the path gives it.
    @JsonIgnore
    Optional<Long> callerId();

    /// The wire name of [#callerId].
    @JsonIgnore
    String callerIdField();

    Optional<String> login();

    Optional<String> password();
}
