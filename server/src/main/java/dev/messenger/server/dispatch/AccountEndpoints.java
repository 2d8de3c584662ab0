package dev.messenger.server.dispatch;

import dev.messenger.protocol.AccountApi;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.OwnAccount;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Leaving for good, which is a change in every chat and is answered when all of them are made.
///
/// The caller's virtual thread waits; the chats' writers do the work.
final class AccountEndpoints {

    /// Changes asked for at once, so that one who leaves many chats does not fill the writers' queues.
    private static final int AT_ONCE = 64;

    private final OwnAccount account;
    private final Writes writes;

    AccountEndpoints(OwnAccount account, Writes writes) {
        this.account = account;
        this.writes = writes;
    }

    AccountApi.Done erase(Caller me) {
        List<Append> erasures = account.beginErasure(me);
        for (int from = 0; from < erasures.size(); from += AT_ONCE) {
            writeAll(erasures.subList(from, Math.min(from + AT_ONCE, erasures.size())));
        }
        return account.finishErasure(me);
    }

    private void writeAll(List<Append> appends) {
        List<Written> written = appends.stream().map(this::submit).toList();
        written.forEach(Written::await);
    }

    private Written submit(Append append) {
        Written written = new Written();
        writes.submit(append, written);
        return written;
    }

    /// An answer to wait for; the writer gives one in bounded time.
    private static final class Written implements Writes.Answer {

        private final CompletableFuture<Appended> done = new CompletableFuture<>();

        @Override
        public void written(Appended result) {
            done.complete(result);
        }

        @Override
        public void failed(Throwable fault) {
            done.completeExceptionally(fault);
        }

        void await() {
            try {
                done.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException fault ? fault : e;
            }
        }
    }
}
