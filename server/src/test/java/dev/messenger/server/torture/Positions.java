package dev.messenger.server.torture;

import java.util.HashMap;
import java.util.Map;

/// Holds the server to its word on one socket: the numbers of a chat rise by one, unless it said that
/// some are left out. Used by the thread that receives.
///
/// A chat is followed on one track or two: `live` is the number that must come next as things happen,
/// `paged` the next one of a page that was asked for. A chat that is `behind` has no live track until
/// its pages end.
final class Positions {

    /// What a number is, after those that came before it.
    enum Verdict {
        NEXT,
        /// Some before it are missing.
        HOLE,
        /// It was told before.
        FALL
    }

    private static final long SILENT = -1;

    private final Map<Long, Track> tracks = new HashMap<>();

    private static final class Track {
        private long live;
        private long paged = SILENT;

        private Track(long live) {
            this.live = live;
        }
    }

    /// The client has everything up to there.
    void startsAfter(long chatId, long seq) {
        tracks.put(chatId, new Track(seq + 1));
    }

    /// The server will not tell of the numbers up to that one.
    void gapUpTo(long chatId, long seq) {
        track(chatId).live = seq + 1;
    }

    /// Nothing more of this chat may come before it is asked for.
    void behind(long chatId) {
        track(chatId).live = SILENT;
    }

    /// A page after that number was asked for.
    void asked(long chatId, long after) {
        track(chatId).paged = after + 1;
    }

    /// The last page has ended: from here on there is one track again.
    Verdict caughtUp(long chatId) {
        Track track = track(chatId);
        boolean joined = track.live == SILENT || track.paged >= track.live;
        track.live = Math.max(track.live, track.paged);
        track.paged = SILENT;
        return joined ? Verdict.NEXT : Verdict.HOLE;
    }

    Verdict accept(long chatId, long seq) {
        Track track = track(chatId);
        if (seq == track.paged) {
            track.paged++;
            return Verdict.NEXT;
        }
        if (seq == track.live) {
            track.live++;
            return Verdict.NEXT;
        }
        long due = track.live == SILENT ? Math.max(1, track.paged) : track.live;
        if (track.live != SILENT) {
            track.live = Math.max(track.live, seq + 1); // one mistake is one finding
        }
        return seq < due ? Verdict.FALL : Verdict.HOLE;
    }

    private Track track(long chatId) {
        return tracks.computeIfAbsent(chatId, _ -> new Track(1));
    }
}
