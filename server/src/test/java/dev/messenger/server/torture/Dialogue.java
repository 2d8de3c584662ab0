package dev.messenger.server.torture;

import dev.messenger.server.torture.Frame.Mark;
import dev.messenger.server.torture.Journal.What;
import dev.messenger.server.torture.Positions.Verdict;
import dev.messenger.server.torture.Requests.Kind;
import dev.messenger.server.torture.Requests.Request;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One connection of a device that speaks Part 2: notes all that comes, and whether it may.
///
/// The receiving thread hands it every frame; the sending one asks what is to be paged.
final class Dialogue {

    private static final int PAGE = 200;
    private static final int MOST_CHATS_A_PAGE = 8;

    private final int number;
    private final Journal journal;
    private final Memory memory;
    private final Requests requests;
    private final Progress progress;
    private final Positions positions = new Positions();
    private final Set<Long> toPage = new TreeSet<>();
    private final Map<String, Long> receipts = new HashMap<>();
    private Map<Long, Long> heads = Map.of();
    private boolean paging;
    private boolean welcomed;
    private boolean synced;
    private boolean finished;
    private long pagesDueAt = System.nanoTime();

    Dialogue(int number, Journal journal, Memory memory, Requests requests, Progress progress) {
        this.number = number;
        this.journal = journal;
        this.memory = memory;
        this.requests = requests;
        this.progress = progress;
    }

    int number() {
        return number;
    }

    /// The first frame. A device that has seen nothing yet names no positions.
    Request hello(String token, String device) {
        String ref = requests.nextRef();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "hello");
        fields.put("ref", ref);
        if (!token.isEmpty()) {
            fields.put("token", token);
        }
        fields.put("device", Map.of("id", device, "name", "torture"));
        if (!memory.epoch().isEmpty()) {
            Map<Long, Long> known = memory.positions();
            fields.put("resume", Map.of("epoch", memory.epoch(), "chats", known));
            known.forEach(positions::startsAfter);
        }
        return new Request(Kind.HELLO, ref, Frame.NONE, Frame.NONE, Mark.NONE, new Frame(fields));
    }

    /// Whether it may send.
    synchronized boolean isWelcome() {
        return welcomed;
    }

    /// Whether all that was missed is here.
    synchronized boolean isSynced() {
        return synced && !paging && toPage.isEmpty();
    }

    /// Whether the server has refused it for good.
    synchronized boolean isFinished() {
        return finished;
    }

    /// What is to be asked for next, if some numbers are missing.
    synchronized Optional<Request> nextPage() {
        if (!synced || paging || toPage.isEmpty() || System.nanoTime() - pagesDueAt < 0) {
            return Optional.empty();
        }
        paging = true;
        String ref = requests.nextRef();
        Map<Long, Object> chats = new LinkedHashMap<>();
        toPage.stream()
                .limit(MOST_CHATS_A_PAGE)
                .forEach(
                        chat -> {
                            long after = memory.position(chat);
                            positions.asked(chat, after);
                            chats.put(chat, Map.of("after", after, "limit", PAGE));
                        });
        Frame frame = Frame.of("type", "sync", "ref", ref, "chats", chats);
        return Optional.of(new Request(Kind.SYNC, ref, Frame.NONE, Frame.NONE, Mark.NONE, frame));
    }

    synchronized void handle(Frame frame) {
        switch (frame.type()) {
            case "welcome" -> welcome(frame);
            case "gap" -> {
                see(frame);
                positions.gapUpTo(frame.number("chat_id"), frame.number("to"));
                toPage.add(frame.number("chat_id"));
            }
            case "behind" -> behind(frame);
            case "synced" -> synced(frame);
            case "receipt" -> receipt(frame);
            case "goaway" -> journal.frame(number, What.SEEN, frame, Mark.NONE, "");
            case "ack" -> ack(frame);
            case "error" -> error(frame);
            case "new_message",
                    "updated_message",
                    "delete_message",
                    "deleted_chat",
                    "chat_event" -> {
                see(frame);
                accept(frame);
            }
            default -> breach("a frame of type " + frame.type());
        }
    }

    private void welcome(Frame frame) {
        answered(frame);
        if (!memory.epoch().isEmpty()
                && (!frame.text("epoch").equals(memory.epoch())
                        || frame.text("resume").equals("reset"))) {
            breach("the epoch changed: " + frame.fields());
        }
        if (frame.number("user_id") != journal.owner().userId()) {
            breach("welcome of user " + frame.number("user_id"));
        }
        heads = frame.numbersByChat("heads");
        boolean first = memory.epoch().isEmpty();
        heads.forEach(
                (chat, head) -> {
                    note(What.SEEN, "head", chat, head);
                    if (first) {
                        positions.startsAfter(chat, head);
                        if (head > 0) {
                            toPage.add(chat);
                        }
                    }
                });
        memory.epoch(frame.text("epoch"));
        welcomed = true;
    }

    private void behind(Frame frame) {
        frame.numbersByChat("heads")
                .forEach(
                        (chat, head) -> {
                            note(What.SEEN, "behind", chat, head);
                            positions.behind(chat);
                            toPage.add(chat);
                        });
    }

    private void synced(Frame frame) {
        Optional<Request> request = answered(frame);
        if (!frame.has("more")) {
            journal.frame(number, What.SEEN, frame, Mark.NONE, "");
            synced = true;
            heads.forEach(
                    (chat, head) -> {
                        if (!toPage.contains(chat) && memory.position(chat) < head) {
                            note(What.HOLE, "replay ended before its head", chat, head);
                        }
                    });
            return;
        }
        journal.frame(number, What.SEEN, frame, Mark.NONE, frame.byChat("more").toString());
        if (request.isEmpty()) {
            breach("synced without a sync: " + frame.fields());
        }
        paging = false;
        frame.byChat("more")
                .forEach(
                        (chat, more) -> {
                            if (Boolean.FALSE.equals(more)) {
                                toPage.remove(chat);
                                if (positions.caughtUp(chat) != Verdict.NEXT) {
                                    note(What.HOLE, "pages ended early", chat, Frame.NONE);
                                }
                            }
                        });
    }

    /// Watermarks never fall.
    private void receipt(Frame frame) {
        journal.frame(
                number,
                What.SEEN,
                frame,
                Mark.NONE,
                "of user %d: delivered %d, read %d"
                        .formatted(
                                frame.number("user_id"),
                                frame.number("delivered_seq"),
                                frame.number("read_seq")));
        String whose = frame.number("chat_id") + " " + frame.number("user_id");
        for (String mark : Set.of("delivered_seq", "read_seq")) {
            long before = receipts.getOrDefault(whose + mark, 0L);
            if (frame.number(mark) < before) {
                breach("a receipt fell from " + before + ": " + frame.fields());
            }
            receipts.put(whose + mark, frame.number(mark));
        }
    }

    private void ack(Frame frame) {
        Optional<Request> answered = requests.answered(frame.text("ref"));
        Mark mark = answered.map(Request::mark).orElse(Mark.NONE);
        boolean dup = frame.flag("dup");
        journal.add(
                number,
                What.ACKED,
                answered.map(request -> request.kind().name()).orElse(""),
                frame.number("chat_id"),
                frame.number("seq"),
                frame.number("message_id"),
                mark,
                dup,
                frame.text("ref"));
        if (!dup) {
            accept(frame);
        }
        if (answered.isEmpty()) {
            breach("an ack of what was not asked: " + frame.fields());
            return;
        }
        Request request = answered.get();
        progress.acked();
        if (request.chatId() != frame.number("chat_id")) {
            breach("an ack of another chat: " + frame.fields());
        }
        switch (request.kind()) {
            case POST, REPEAT -> {
                if (!frame.text("client_msg_id").equals(mark.id().toString())) {
                    breach("an ack of another message: " + frame.fields());
                }
                if (request.kind() == Kind.REPEAT && !dup) {
                    breach("a resend that was not known again: " + frame.fields());
                }
                memory.stored(mark, request.chatId(), frame.number("message_id"));
            }
            case EDIT ->
                    memory.giveBack(new Memory.Own(mark, request.chatId(), request.messageId()));
            case ARCHIVE -> {} // gone for good
            case REUSE -> breach("other content under a known id was taken: " + frame.fields());
            case HELLO, SYNC -> breach("an ack of a " + request.kind());
        }
    }

    private void error(Frame frame) {
        Optional<Request> answered = requests.answered(frame.text("ref"));
        String code = frame.text("code");
        Mark mark = answered.map(Request::mark).orElse(Mark.NONE);
        journal.frame(
                number, What.REFUSED, frame, mark, frame.text("ref") + " " + code + " " + answered);
        long retry = frame.number("retry_after_ms");
        if (answered.isEmpty()) {
            if (retry == Frame.NONE) {
                breach("refused: " + frame.fields());
            }
            return;
        }
        Request request = answered.get();
        if (retry != Frame.NONE) {
            later(request, retry);
        } else if (!isDeserved(request, code)) {
            breach("refused " + request.kind() + ": " + frame.fields());
        }
    }

    private void later(Request request, long retryMillis) {
        switch (request.kind()) {
            case POST, REPEAT, REUSE, EDIT, ARCHIVE -> requests.putOff(request, retryMillis);
            case SYNC -> {
                paging = false;
                pagesDueAt = System.nanoTime() + retryMillis * 1_000_000;
            }
            case HELLO -> finished = true;
        }
    }

    /// An own message that was deleted can be changed no more; and an id stands for one content.
    private boolean isDeserved(Request request, String code) {
        return switch (request.kind()) {
            case EDIT, ARCHIVE -> code.equals("not_found") && memory.mayBeGone(request.messageId());
            case REUSE -> code.equals("client_msg_id_reused");
            case HELLO, SYNC, POST, REPEAT -> false;
        };
    }

    private Optional<Request> answered(Frame frame) {
        return requests.answered(frame.text("ref"));
    }

    private void accept(Frame frame) {
        long chat = frame.number("chat_id");
        long seq = frame.number("seq");
        if (seq < 1) {
            breach("no number: " + frame.fields());
            return;
        }
        switch (positions.accept(chat, seq)) {
            case NEXT -> {}
            case HOLE -> note(What.HOLE, frame.type(), chat, seq);
            case FALL -> note(What.FALL, frame.type(), chat, seq);
        }
        memory.saw(chat, seq);
    }

    private void see(Frame frame) {
        journal.frame(number, What.SEEN, frame, frame.mark(), frame.flag("replay") ? "replay" : "");
    }

    private void note(What what, String type, long chat, long seq) {
        journal.add(number, what, type, chat, seq, Frame.NONE, Mark.NONE, false, "");
    }

    private void breach(String note) {
        journal.note(number, What.BREACH, note);
    }
}
