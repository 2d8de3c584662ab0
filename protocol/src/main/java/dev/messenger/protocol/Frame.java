package dev.messenger.protocol;

/// Anything that the server sends over a WebSocket: Part 1's frames, or Part 2's.
public sealed interface Frame permits ServerFrame, Event {}
