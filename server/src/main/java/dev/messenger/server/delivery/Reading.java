package dev.messenger.server.delivery;

import dev.messenger.protocol.Command;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a message of Part 2 turned out to be, as far as that can be said without waiting. On the event
/// loop, or on a worker for those that are too long for it.
sealed interface Reading {

    /// What it leads to must be looked up.
    record Read(Command command) implements Reading {

        @Override
        public Reading decided(Caller caller, Commands commands) {
            try {
                Optional<Outcome> outcome = commands.promptly(caller, command);
                return outcome.isPresent() ? new Decided(command, outcome.get()) : this;
            } catch (RuntimeException | Error e) {
                return new Refused(command.ref(), e);
            }
        }

        /// A hello only puts its sender in the line of those who arrive.
        @Override
        public boolean isPrompt() {
            return command instanceof Command.Hello
                    || (command instanceof Command.Sync sync && sync.chats().isEmpty());
        }
    }

    record Decided(Command command, Outcome outcome) implements Reading {}

    record Refused(Optional<String> ref, Throwable fault) implements Reading {}

    /// @param caller who sent it, if that is known yet: only then it counts against a limit
    static Reading of(String text, @Nullable Caller caller, Backstage backstage) {
        try {
            if (caller != null) {
                backstage.frames().take(caller.userId());
            }
            return new Read(backstage.commands().read(text));
        } catch (RuntimeException | Error e) {
            return new Refused(Command.refOf(text), e);
        }
    }

    /// The same, but decided where memory is enough for that.
    default Reading decided(Caller caller, Commands commands) {
        return this;
    }

    /// Whether nothing that is still to be done waits.
    default boolean isPrompt() {
        return true;
    }
}
