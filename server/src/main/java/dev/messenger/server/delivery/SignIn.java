package dev.messenger.server.delivery;

import dev.messenger.server.usecase.Caller;

/// Credentials that were found good, and so whose a socket is.
///
/// @param began when they were looked at, by [System#nanoTime]
public record SignIn(Caller caller, long began) {}
