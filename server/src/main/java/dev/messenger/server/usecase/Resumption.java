package dev.messenger.server.usecase;

import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.storage.ChatHead;
import dev.messenger.storage.LogEntry;
import dev.messenger.storage.Storage;
import dev.messenger.storage.Watermark;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a device that comes back has missed, and how it catches up.
public final class Resumption {

    /// Numbers of one chat that are replayed; who missed more pages them.
    public static final int MOST_OF_A_CHAT = 500;

    static final int MOST_IN_ALL = 5_000;

    private final Storage storage;
    private final Duration heartbeat;
    private final Event.Limits limits;
    private final InstantSource clock;

    /// @param heartbeat between two pings of a socket
    /// @param limits what a client must know of ours
    public Resumption(
            Storage storage, Duration heartbeat, Event.Limits limits, InstantSource clock) {
        this.storage = storage;
        this.heartbeat = heartbeat;
        this.limits = limits;
        this.clock = clock;
    }

    /// From where on each chat of the user is told.
    ///
    /// @param resume `ok`, `partial` or `reset`, as the welcome has it
    /// @param heads of open chats that moved, or that the device did not name
    /// @param marks of chats that the device named, or that moved
    public record Plan(
            String resume,
            Map<Long, Long> heads,
            List<Start> starts,
            List<Event.Gap> gaps,
            List<Watermark> marks) {}

    /// @param position the last number that the device has, or that it will not be told of
    /// @param replay whether there is more
    public record Start(long chatId, long position, boolean replay) {}

    /// Where the chats of each user stand, in the users' order: read all at once.
    public List<List<ChatHead>> heads(List<Long> userIds) {
        Map<Long, List<ChatHead>> heads = storage.chats().headsOf(userIds);
        return userIds.stream().map(userId -> heads.getOrDefault(userId, List.of())).toList();
    }

    /// @param heads of the user's chats
    public Plan plan(List<ChatHead> heads, Optional<Command.Resume> asked) {
        if (asked.isEmpty()) {
            return plan("ok", heads, Map.of());
        }
        if (!asked.get().epoch().equals(storage.epoch())
                || heads.stream().anyMatch(head -> isAhead(asked.get(), head))) {
            return plan("reset", heads, Map.of());
        }
        return plan("ok", heads, asked.get().chats());
    }

    /// A device that is ahead of the log has seen what a restore has lost.
    private static boolean isAhead(Command.Resume asked, ChatHead head) {
        return asked.chats().getOrDefault(head.chat().id(), 0L) > head.chat().lastSeq();
    }

    private static Plan plan(String resume, List<ChatHead> all, Map<Long, Long> positions) {
        Map<Long, Long> heads = new TreeMap<>();
        List<Start> starts = new ArrayList<>();
        List<Event.Gap> gaps = new ArrayList<>();
        List<Watermark> marks = new ArrayList<>();
        long left = MOST_IN_ALL;
        for (ChatHead head : all) {
            long chatId = head.chat().id();
            long last = head.chat().lastSeq();
            Long position = positions.get(chatId);
            if (position == null ? head.open() : position < last) {
                heads.put(chatId, last);
            }
            if (position != null || head.open()) {
                marks.addAll(head.marks());
            }
            long missed = position == null ? 0 : last - position;
            boolean gap = missed > Math.min(MOST_OF_A_CHAT, left);
            if (gap) {
                gaps.add(new Event.Gap(chatId, last - missed + 1, last));
            } else {
                left -= missed;
            }
            starts.add(new Start(chatId, gap ? last : last - missed, missed > 0 && !gap));
        }
        return new Plan(gaps.isEmpty() ? resume : "partial", heads, starts, gaps, marks);
    }

    public Event.Welcome welcome(Optional<String> ref, Caller me, Plan plan) {
        return new Event.Welcome(
                ref,
                me.userId(),
                me.session().orElseThrow(),
                storage.epoch(),
                clock.instant(),
                heartbeat.toMillis(),
                plan.resume(),
                limits,
                plan.heads());
    }

    /// The chat, archived or not, for a member.
    public ChatHead head(Caller me, long chatId) {
        return storage.chats().head(chatId, me.userId()).orElseThrow(Refusals::noSuchChat);
    }

    /// The next numbers of a chat, in their order and without a hole.
    public List<LogEntry> page(long chatId, long after, int most) {
        return storage.messages().log(chatId, after, most);
    }
}
