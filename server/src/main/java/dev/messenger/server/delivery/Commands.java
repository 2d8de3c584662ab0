package dev.messenger.server.delivery;

import dev.messenger.protocol.Command;
import dev.messenger.protocol.Json;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import java.util.Optional;

/// Reads the frames of Part 2, and decides what each leads to. Safe on any thread.
@FunctionalInterface
public interface Commands {

    /// Never waits.
    ///
    /// @throws dev.messenger.protocol.Rejected if it is no command, naming the field at fault
    default Command read(String text) {
        return Json.read(text, Command.class);
    }

    /// Decides from what is remembered, if that is enough; never waits. For the event loops.
    ///
    /// @return empty if only [#handle] can tell
    /// @throws dev.messenger.protocol.Rejected to refuse
    default Optional<Outcome> promptly(Caller me, Command command) {
        return Optional.empty();
    }

    /// May wait for the database.
    ///
    /// @throws dev.messenger.protocol.Rejected to refuse
    Outcome handle(Caller me, Command command);
}
