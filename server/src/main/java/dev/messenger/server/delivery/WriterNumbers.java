package dev.messenger.server.delivery;

import dev.messenger.server.meter.Histogram;

/// What one writer of chats has done since it started.
///
/// @param queued changes that wait now
/// @param batches how many changes went in one commit
/// @param commits how long these took, in nanoseconds: from the locks to the flush
/// @param failed commits of which the database took nothing
/// @param unknown commits whose answer was lost
/// @param settled those of them of which it was found out
/// @param neverKnown those of which it was not
/// @param overloaded changes that found no room, or waited too long
/// @param refused changes that were not allowed
public record WriterNumbers(
        int queued,
        Histogram.Counts batches,
        Histogram.Counts commits,
        long failed,
        long unknown,
        long settled,
        long neverKnown,
        long overloaded,
        long refused) {}
