package dev.messenger.server.delivery;

import dev.messenger.protocol.ClientFrame;
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
/// @param reception knows those who come back
/// @param resumption what a device that comes back has missed
/// @param frames how many frames an account may send
/// @param meters where the conversations note how it went
/// @param arrivals where those wait who come back
/// @param workers runs each task on a thread that may block
public record Backstage(
        BiFunction<Caller, ClientFrame, Outcome> legacy,
        Commands commands,
        Reception reception,
        Resumption resumption,
        RateLimit<Long> frames,
        FrameMeter.Both meters,
        Writes writes,
        Sockets sockets,
        Marks receipts,
        Arrivals arrivals,
        Executor workers) {}
