package dev.messenger.server.delivery;

import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Outcome;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A conversation in the frames of Part 1, in the order they come: see [Inbox].
///
/// Of what it writes a legacy socket is told by the publication, and of a failure by an error frame.
public final class LegacyConversation implements Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(LegacyConversation.class);

    private final Caller me;
    private final Peer peer;
    private final Backstage backstage;
    private final Inbox inbox;
    private final Unanswered unanswered;
    private final FrameMeter meter;

    public LegacyConversation(Caller me, Peer peer, Backstage backstage) {
        this.me = me;
        this.peer = peer;
        this.backstage = backstage;
        this.inbox = new Inbox(backstage.workers(), peer, backstage.writes()::together);
        this.meter = backstage.meters().legacy();
        this.unanswered = new Unanswered(backstage.workers());
    }

    @Override
    public void receive(String message) {
        long received = System.nanoTime();
        inbox.add(done -> handle(message, received, done));
    }

    @Override
    public void end(CloseCode why) {
        inbox.add(
                done ->
                        unanswered.whenAtMost(
                                0,
                                () -> {
                                    peer.close(why);
                                    done.run();
                                }));
    }

    @Override
    public void close() {
        inbox.close();
    }

    private void handle(String message, long received, Runnable done) {
        ClientFrame frame;
        try {
            backstage.frames().take(me.userId());
            frame = Json.read(message, ClientFrame.class);
        } catch (RuntimeException | Error e) {
            refuse(e);
            done.run();
            return;
        }
        unanswered.whenAtMost(
                frame instanceof ClientFrame.NewMessage ? Inbox.LIMIT - 1 : 0,
                () -> {
                    carryOut(frame, received);
                    done.run();
                });
    }

    private void carryOut(ClientFrame frame, long received) {
        try {
            switch (backstage.legacy().apply(me, frame)) {
                case Outcome.Answer(var answer) -> peer.send(answer);
                case Outcome.Deliver delivery -> backstage.sockets().deliver(delivery);
                case Outcome.Write(var append) -> {
                    write(append, new Answered(frame, received));
                    return;
                }
                case Outcome.Mark(var marks) -> backstage.receipts().mark(marks);
            }
        } catch (RuntimeException | Error e) {
            refuse(e);
        }
        meter.answered(frame, received);
    }

    private void write(Append append, Answered answer) {
        unanswered.begun();
        backstage.writes().submit(append, answer);
    }

    private void refuse(Throwable fault) {
        FrameErrors.explain(fault)
                .ifPresentOrElse(
                        rejected -> {
                            meter.refused(rejected.reason());
                            peer.send(FrameErrors.legacy(rejected));
                        },
                        () -> {
                            meter.refused(Reason.INTERNAL);
                            LOG.error("event=frame_failed user={} {}", me.userId(), peer, fault);
                            peer.close(CloseCode.INTERNAL);
                        });
    }

    private final class Answered implements Writes.Answer {

        private final ClientFrame frame;
        private final long received;

        Answered(ClientFrame frame, long received) {
            this.frame = frame;
            this.received = received;
        }

        @Override
        public void written(Appended result) {
            over();
        }

        @Override
        public void failed(Throwable fault) {
            refuse(fault);
            over();
        }

        private void over() {
            meter.answered(frame, received);
            unanswered.answered();
        }
    }
}
