package dev.messenger.server.delivery;

import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Bearers;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.ChatHead;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What must be known of each who comes back: whose the token is, and where the chats stand. Of the
/// database either is one question for all who wait: see [SharedRead].
///
/// [Greeting] asks, on event loops and on workers; nothing here blocks.
public final class Reception {

    private final Bearers bearers;
    private final SharedRead<String, Optional<Caller>> tokens;
    private final SharedRead<Long, List<ChatHead>> heads;

    public Reception(Bearers bearers, Resumption resumption, Arrivals arrivals) {
        this.bearers = bearers;
        this.tokens = new SharedRead<>(arrivals, bearers::of);
        this.heads = new SharedRead<>(arrivals, resumption::heads);
    }

    /// Says whose a token is: at once, if that is remembered, and otherwise on a worker. One of the two
    /// is run, once; neither may throw.
    void signIn(String token, Consumer<Caller> found, Consumer<Throwable> refused) {
        Optional<Caller> remembered = bearers.remembered(token);
        if (remembered.isPresent()) {
            found.accept(remembered.get());
            return;
        }
        tokens.ask(
                token,
                answer ->
                        answer.ifPresentOrElse(
                                found, () -> refused.accept(Authentication.tokenNotValid())),
                refused);
    }

    /// Says, on a worker, where each chat of the user stands.
    void heads(Caller me, Consumer<List<ChatHead>> found, Consumer<Throwable> failed) {
        heads.ask(me.userId(), found, failed);
    }
}
