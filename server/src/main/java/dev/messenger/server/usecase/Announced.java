package dev.messenger.server.usecase;

import java.util.List;

/// An answer to a REST call that open sockets must hear of too.
public record Announced<T>(T answer, List<Outcome.Deliver> deliveries) {}
