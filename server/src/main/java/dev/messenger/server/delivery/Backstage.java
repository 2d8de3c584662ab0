package dev.messenger.server.delivery;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.Command;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.server.usecase.RateLimit;
import dev.messenger.server.usecase.Resumption;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/// What every conversation of the server talks to.
///
/// @param legacy decides what a frame of Part 1 leads to; throws to refuse
/// @param commands the same for Part 2
/// @param authentication knows whose a token is
/// @param resumption what a device that comes back has missed
/// @param frames how many frames an account may send
/// @param workers runs each task on a thread that may block
public record Backstage(
        BiFunction<Caller, ClientFrame, Outcome> legacy,
        BiFunction<Caller, Command, Outcome> commands,
        Authentication authentication,
        Resumption resumption,
        RateLimit<Long> frames,
        Writes writes,
        Sockets sockets,
        Marks receipts,
        Executor workers) {}
