package dev.messenger.server.delivery;

import dev.messenger.protocol.ServerFrame;
import java.util.List;
import java.util.OptionalLong;

/// A committed change, on its way to every socket of its audience.
///
/// @param mustReach the user to wake by push if no socket of theirs took the frame
public record Publication(List<Long> audience, ServerFrame frame, OptionalLong mustReach) {}
