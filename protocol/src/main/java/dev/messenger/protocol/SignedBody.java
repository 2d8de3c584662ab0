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

    /// A body whose own id goes by the plainest name.
    interface ById extends SignedBody {
        Optional<Long> id();

        @Override
        default Optional<Long> callerId() {
            return id();
        }

        @Override
        default String callerIdField() {
            return "id";
        }
    }

    /// A body that says `user_id` of the caller.
    interface ByUserId extends SignedBody {
        Optional<Long> userId();

        @Override
        default Optional<Long> callerId() {
            return userId();
        }

        @Override
        default String callerIdField() {
            return "user_id";
        }
    }
}
