package dev.messenger.server.delivery;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.delivery.WriterQueue.Entry;
import dev.messenger.server.usecase.Refusals;
import dev.messenger.storage.Appended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows when it is known what became of a batch: it is published, then whoever asked is
/// answered, except for what is to be tried again. Safe on any thread, but batches must come one after
/// the other, in their order.
///
/// @param orphans takes the paths of files whose message was archived; must not block
record Aftermath(Fanout fanout, Consumer<String> orphans) {

    private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

    /// @param results of each entry of the batch
    void of(List<Entry> batch, List<Appended> results) {
        List<Publication> publications = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            Entry entry = batch.get(i);
            Publication.of(entry.append(), results.get(i), entry.answer())
                    .ifPresent(publications::add);
        }
        try {
            fanout.publish(publications);
        } catch (RuntimeException | Error e) {
            LOG.error("event=publish_failed changes={}", publications.size(), e);
            failAll(batch, results, e);
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            answer(batch.get(i), results.get(i));
        }
    }

    /// It is stored, but not everyone may know: whoever asked loses the socket, and comes back to see.
    private static void failAll(List<Entry> batch, List<Appended> results, Throwable fault) {
        for (int i = 0; i < results.size(); i++) {
            if (!(results.get(i) instanceof Appended.Busy)) {
                batch.get(i).answer().failed(fault);
            }
        }
    }

    private void answer(Entry entry, Appended result) {
        switch (result) {
            case Appended.Busy _ -> {}
            case Appended.Refused(var refusal) ->
                    entry.answer().failed(Refusals.explain(entry.append(), refusal));
            case Appended.Unknown _ -> entry.answer().failed(outcomeUnknown());
            case Appended.Failed(Throwable cause) -> {
                LOG.error("event=change_failed chat={}", entry.append().chatId(), cause);
                entry.answer().failed(cause);
            }
            case Appended.Archived archived -> {
                archived.orphan().ifPresent(orphans);
                entry.answer().written(result);
            }
            case Appended.Erased erased -> {
                erased.orphans().forEach(orphans);
                entry.answer().written(result);
            }
            case Appended.Posted posted -> answerPost(entry, posted);
            case Appended.Edited _, Appended.ChatArchived _ -> entry.answer().written(result);
        }
    }

    /// What a resend is recognised as may never have been published, if its first commit's answer was
    /// lost for good: its sender is not answered before everybody is told.
    private void answerPost(Entry entry, Appended.Posted posted) {
        if (posted.duplicate() && !fanout.recall(posted.chat(), posted.message().seq())) {
            entry.answer().failed(FrameErrors.unavailable());
        } else {
            entry.answer().written(posted);
        }
    }

    private static Rejected outcomeUnknown() {
        return Rejected.retryLater(
                Reason.OUTCOME_UNKNOWN,
                "The database does not say whether this was stored. Ask again under the same key.",
                Duration.ofSeconds(2));
    }
}
