package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test of the rules: Ann and Bob have a chat, Eve has none.
abstract class WithRules {

    @TempDir Path directory;
    Rules rules;
    Caller ann;
    Caller bob;
    Caller eve;
    long chat;

    @BeforeEach
    void setUp() {
        rules = Rules.in(directory);
        ann = rules.register("Ann");
        bob = rules.register("Bob");
        eve = rules.register("Eve");
        chat = rules.chat(ann, bob);
    }

    @AfterEach
    void tearDown() {
        rules.close();
    }

    /// What a refused call was refused for.
    record Refused(Reason reason, Optional<String> field) {
        Refused(Reason reason) {
            this(reason, Optional.empty());
        }

        Refused(Reason reason, String field) {
            this(reason, Optional.of(field));
        }
    }

    static Refused refusal(ThrowingCallable call) {
        Rejected rejected = catchThrowableOfType(Rejected.class, call);
        assertThat(rejected).as("refusal").isNotNull();
        return new Refused(rejected.reason(), rejected.field());
    }
}
