package dev.messenger.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.server.delivery.SignIn;
import dev.messenger.server.usecase.Caller;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sockets of one channel are of one loop, and those of the other of another.
final class ReceiversByUserTest {

    private static final long ANN = 1;
    private static final SignIn SIGN_IN = new SignIn(new Caller(ANN, Optional.empty()), 0);

    private final OpenSockets sockets = new OpenSockets(Duration.ofSeconds(25));
    private final EmbeddedChannel here = new EmbeddedChannel();
    private final EmbeddedChannel there = new EmbeddedChannel();
    private final ReceiversByUser users = new ReceiversByUser();

    @AfterEach
    void leaveNothingBehind() {
        here.finishAndReleaseAll();
        there.finishAndReleaseAll();
    }

    @Test
    void socketsOfOneLoopAreReceiversTogether() {
        OpenSocket phone = added(legacy(here));
        OpenSocket laptop = added(legacy(there));
        OpenSocket tablet = added(legacy(here));
        assertThat(users.of(ANN))
                .extracting(Receivers::sockets)
                .containsExactly(List.of(phone, tablet), List.of(laptop));
        assertThat(users.of(ANN))
                .extracting(Receivers::lane)
                .containsExactly(phone.lane(), laptop.lane());
        assertThat(users.socketsOf(ANN)).containsExactly(phone, tablet, laptop);
    }

    @Test
    void thoseOfEitherPartAreApart() {
        OpenSocket old = added(legacy(here));
        OpenSocket young = added(resumable(here));
        assertThat(users.of(ANN))
                .extracting(Receivers::sockets)
                .containsExactly(List.of(old), List.of(young));
        assertThat(users.of(ANN)).extracting(Receivers::areResumable).containsExactly(false, true);
    }

    @Test
    void whoHasReadThemSeesNobodyComeOrGo() {
        OpenSocket phone = added(legacy(here));
        List<Receivers> before = users.of(ANN);
        added(legacy(here));
        users.remove(ANN, phone);
        assertThat(before).extracting(Receivers::sockets).containsExactly(List.of(phone));
    }

    @Test
    void nothingIsLeftOfThoseWhoAreGone() {
        OpenSocket phone = added(legacy(here));
        OpenSocket laptop = added(legacy(there));
        users.remove(ANN, phone);
        assertThat(users.socketsOf(ANN)).containsExactly(laptop);
        users.remove(ANN, laptop);
        users.remove(ANN, laptop);
        assertThat(users.of(ANN)).isEmpty();
    }

    private OpenSocket added(OpenSocket socket) {
        users.add(ANN, socket);
        return socket;
    }

    private OpenSocket legacy(EmbeddedChannel channel) {
        return OpenSocket.legacy(
                channel,
                sockets,
                SIGN_IN,
                TestSocket.backstage(sockets, new ArrayDeque<>(), Runnable::run));
    }

    private OpenSocket resumable(EmbeddedChannel channel) {
        return OpenSocket.resumable(
                channel,
                sockets,
                Optional.of(SIGN_IN),
                TestSocket.backstage(sockets, new ArrayDeque<>(), Runnable::run));
    }
}
