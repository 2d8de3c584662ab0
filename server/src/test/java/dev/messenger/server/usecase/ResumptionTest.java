package dev.messenger.server.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.messenger.protocol.Command;
import dev.messenger.protocol.Event;
import dev.messenger.storage.Append;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.Chats;
import dev.messenger.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ResumptionTest {

    private final MemoryStorage storage = new MemoryStorage();
    private final long alice = storage.users().register("alice", "Alice", "").orElseThrow();
    private final long bob = storage.users().register("bob", "Bob", "").orElseThrow();
    private final long chat =
            ((Chats.Creation.Created) storage.chats().create(alice, bob)).chatId();
    private final ChatLog log = storage.openChatLog();
    private final Resumption resumption =
            new Resumption(
                    storage,
                    Duration.ofSeconds(25),
                    new Event.Limits(65_536, 64, 500),
                    InstantSource.system());

    @Test
    void whatADeviceMissedIsReplayedFromWhereItStands() {
        say(5);
        Resumption.Plan plan = plan(storage.epoch(), Map.of(chat, 3L));
        assertThat(plan.resume()).isEqualTo("ok");
        assertThat(plan.heads()).containsExactly(Map.entry(chat, 5L));
        assertThat(plan.starts()).containsExactly(new Resumption.Start(chat, 3, true));
        assertThat(plan.marks()).hasSize(2);
    }

    @Test
    void deviceThatHasEverythingIsToldNothing() {
        say(5);
        Resumption.Plan plan = plan(storage.epoch(), Map.of(chat, 5L));
        assertThat(plan.heads()).isEmpty();
        assertThat(plan.starts()).containsExactly(new Resumption.Start(chat, 5, false));
    }

    @Test
    void chatThatADeviceDoesNotNameIsToldFromItsHeadOn() {
        say(5);
        Resumption.Plan plan = plan(storage.epoch(), Map.of());
        assertThat(plan.heads()).containsExactly(Map.entry(chat, 5L));
        assertThat(plan.starts()).containsExactly(new Resumption.Start(chat, 5, false));
    }

    @Test
    void whoMissedTooMuchOfAChatGetsAGap() {
        say(Resumption.MOST_OF_A_CHAT + 2);
        Resumption.Plan plan = plan(storage.epoch(), Map.of(chat, 1L));
        assertThat(plan.resume()).isEqualTo("partial");
        assertThat(plan.gaps())
                .containsExactly(new Event.Gap(chat, 2, Resumption.MOST_OF_A_CHAT + 2));
        assertThat(plan.starts())
                .containsExactly(new Resumption.Start(chat, Resumption.MOST_OF_A_CHAT + 2, false));
        assertThat(plan(storage.epoch(), Map.of(chat, 2L)).gaps()).isEmpty();
    }

    @Test
    void otherEpochOrAPositionBeyondTheHeadResets() {
        say(5);
        assertThat(plan("another", Map.of(chat, 3L)).resume()).isEqualTo("reset");
        assertThat(plan(storage.epoch(), Map.of(chat, 6L)).resume()).isEqualTo("reset");
    }

    @Test
    void chatThatEndedIsReplayedToWhomItWasKnown() {
        say(1);
        log.append(List.of(new Append.ArchiveChat(chat, alice)));
        assertThat(plan(storage.epoch(), Map.of(chat, 1L)).heads()).containsKey(chat);
        assertThat(plan(storage.epoch(), Map.of()).heads()).isEmpty();
    }

    @Test
    void headsOfSeveralComeInTheOrderOfTheirUsers() {
        long carol = storage.users().register("carol", "Carol", "").orElseThrow();
        say(2);
        assertThat(resumption.heads(List.of(carol, bob, alice)))
                .containsExactly(
                        List.of(), storage.chats().heads(bob), storage.chats().heads(alice));
    }

    private Resumption.Plan plan(String epoch, Map<Long, Long> positions) {
        return resumption.plan(
                resumption.heads(List.of(alice)).getFirst(),
                Optional.of(new Command.Resume(epoch, positions)));
    }

    private void say(int times) {
        for (int i = 0; i < times; i++) {
            log.append(
                    List.of(
                            new Append.Post(
                                    chat,
                                    bob,
                                    UUID.randomUUID(),
                                    true,
                                    Optional.empty(),
                                    "hi",
                                    Instant.EPOCH,
                                    Optional.empty(),
                                    OptionalLong.empty())));
        }
    }
}
