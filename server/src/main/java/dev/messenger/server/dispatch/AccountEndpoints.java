package dev.messenger.server.dispatch;

import dev.messenger.protocol.AccountApi;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.OwnAccount;
import dev.messenger.storage.Append;
import java.util.List;

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
        List<Written> written =
                appends.stream().map(append -> Written.submit(writes, append)).toList();
        written.forEach(Written::await);
    }
}
