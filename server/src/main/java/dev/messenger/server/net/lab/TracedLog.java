package dev.messenger.server.net.lab;

import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import java.util.List;
import java.util.Optional;

/// Sees messages that are followed being stored. On the thread of the writer whose log it is.
record TracedLog(ChatLog log, Traces traces) implements ChatLog {

    @Override
    public List<Appended> append(List<Append> batch) {
        if (!traces.isArmed()) {
            return log.append(batch);
        }
        LabClock clock = traces.clock();
        long began = clock.now();
        List<Appended> results = log.append(batch);
        long done = clock.now();
        long commit = clock.at(log.commitBegan());
        for (int i = 0; i < results.size(); i++) {
            if (batch.get(i) instanceof Append.Post post
                    && results.get(i) instanceof Appended.Posted posted) {
                traces.find(post.clientMsgId())
                        .filter(trace -> trace.userId() == post.actorId())
                        .ifPresent(trace -> note(trace, posted, began, commit, done));
            }
        }
        return results;
    }

    /// What is recognised as a resend may need no commit.
    private static void note(
            Trace trace, Appended.Posted posted, long began, long commit, long done) {
        trace.noteAfter(Stage.RULES, Stage.QUEUE, began);
        boolean committed = commit > began && commit < done;
        trace.note(Stage.SQL, began, committed ? commit : done);
        if (committed) {
            trace.note(Stage.COMMIT, commit, done);
        }
        trace.stored(posted.chat().id(), posted.message().seq());
    }

    @Override
    public long commitBegan() {
        return log.commitBegan();
    }

    @Override
    public Optional<List<Appended>> settle() {
        return log.settle();
    }

    @Override
    public void forget() {
        log.forget();
    }

    @Override
    public void close() {
        log.close();
    }
}
