package dev.messenger.server.delivery;

import dev.messenger.protocol.CloseCode;
import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.Resumption;
import dev.messenger.storage.ChatHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How one socket of Part 2 begins: with a `hello`, which signs it in and brings it up to date.
///
/// The socket is subscribed first, then the chats' heads are read, then the logs, and then it is live.
/// [#open] and [#heard] are for the event loop; the rest runs there or on a worker, and waits for
/// neither.
///
/// ```
///  open --hello--> subscribed --heads--> welcome --logs--> synced
///    \--5 s--> 4002
/// ```
final class Greeting {

    static final Duration HELLO = Duration.ofSeconds(5);

    private final Optional<SignIn> upgrade;
    private final Line line;
    private final Backstage backstage;
    private final Replays replays;
    private final BiConsumer<Optional<String>, Throwable> refuse;
    private final LongSupplier nanoTime;

    /// Counts messages, on the loop. Their handling may take longer than a peer has for its `hello`.
    private int heard;

    /// Set once, by the `hello`.
    private volatile @Nullable Caller caller;

    /// @param upgrade whose token came with the upgrade, if one did
    /// @param refuse answers the frame of that `ref`, and tells [#refused] in turn
    Greeting(
            Optional<SignIn> upgrade,
            Line line,
            Backstage backstage,
            Replays replays,
            BiConsumer<Optional<String>, Throwable> refuse,
            LongSupplier nanoTime) {
        this.upgrade = upgrade;
        this.line = line;
        this.backstage = backstage;
        this.replays = replays;
        this.refuse = refuse;
        this.nanoTime = nanoTime;
    }

    /// Begins to wait for the `hello`.
    void open() {
        int before = heard;
        line.after(
                HELLO,
                () -> {
                    if (heard == before) {
                        line.close(CloseCode.NO_HELLO);
                    }
                });
    }

    /// A message came, whichever.
    void heard() {
        heard++;
    }

    /// Whose the socket is; null until a `hello` has said so.
    @Nullable Caller caller() {
        return caller;
    }

    /// On the loop, unless the `hello` is a long one.
    void take(Command.Hello hello, Runnable done) {
        Consumer<Throwable> refused =
                why -> {
                    refuse.accept(hello.ref(), why);
                    done.run();
                };
        try {
            if (upgrade.isPresent()) {
                subscribe(hello, upgrade.get(), done);
                return;
            }
            String token =
                    hello.token()
                            .orElseThrow(
                                    () -> Authentication.unauthorized("The hello needs a token."));
            long began = nanoTime.getAsLong();
            backstage
                    .reception()
                    .signIn(
                            token,
                            found -> subscribe(hello, new SignIn(found, began), done),
                            refused);
        } catch (RuntimeException | Error e) {
            refused.accept(e);
        }
    }

    /// A frame was refused. Who has not said hello may try again only where that was not their fault.
    void refused(Rejected why) {
        if (caller != null) {
            return;
        }
        if (why.retryAfter().isPresent()) {
            line.run(this::open);
        } else {
            line.close(
                    why.reason() == Reason.UNAUTHORIZED
                            ? CloseCode.SIGNED_OUT
                            : CloseCode.OUT_OF_TURN);
        }
    }

    private void subscribe(Command.Hello hello, SignIn signIn, Runnable done) {
        caller = signIn.caller();
        line.signIn(signIn.caller(), signIn.began());
        // When the loop has done so: what is committed from now on is published to us.
        line.runAtOnce(
                () ->
                        backstage
                                .reception()
                                .heads(
                                        signIn.caller(),
                                        heads -> welcome(hello, signIn.caller(), heads, done),
                                        why -> giveUp(hello, why, done)));
    }

    private void welcome(Command.Hello hello, Caller me, List<ChatHead> heads, Runnable done) {
        try {
            Resumption.Plan plan = backstage.resumption().plan(heads, hello.resume());
            Event.Welcome welcome = backstage.resumption().welcome(hello.ref(), me, plan);
            line.run(() -> replays.begin(welcome, plan, done));
        } catch (RuntimeException | Error e) {
            giveUp(hello, e, done);
        }
    }

    private void giveUp(Command.Hello hello, Throwable fault, Runnable done) {
        refuse.accept(hello.ref(), fault);
        line.close(CloseCode.FAULT);
        done.run();
    }
}
