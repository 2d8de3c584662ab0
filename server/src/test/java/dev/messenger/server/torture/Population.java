package dev.messenger.server.torture;

import dev.messenger.server.torture.Device.Traits;
import dev.messenger.server.torture.Journal.Owner;
import dev.messenger.server.torture.Journal.What;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The people of a run: eight users in a ring, each in chats with their neighbours and with who sits
/// opposite or so, on twenty devices of both kinds. Everybody is a stranger in most chats.
final class Population {

    private static final int USERS = 8;
    private static final int FARTHER_NEIGHBOUR = 3;
    private static final int TINY_BUFFER = 4_096;

    private final List<Participant> everyone = new ArrayList<>();
    private final List<Participant> slow = new ArrayList<>();
    private final List<Participant> roaming = new ArrayList<>();
    private final List<Participant> sleepers = new ArrayList<>();
    private final Map<LegacyDevice, Account> legacy = new HashMap<>();
    private final Map<Journal, Account> readers = new LinkedHashMap<>();
    private final Stage stage;
    private final Random random;
    private final UnaryOperator<Link> wiring;

    private Population(Stage stage, long seed, UnaryOperator<Link> wiring) {
        this.stage = stage;
        this.random = new Random(seed);
        this.wiring = wiring;
    }

    /// @param wiring what lies between every device and the server
    static Population settle(Api api, Stage stage, long seed, UnaryOperator<Link> wiring)
            throws IOException, InterruptedException {
        Population population = new Population(stage, seed, wiring);
        List<Api.User> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            users.add(api.register("user" + i));
        }
        Map<Api.User, Map<Long, Long>> chats = new HashMap<>();
        for (int i = 0; i < USERS; i++) {
            befriend(api, users.get(i), users.get((i + 1) % USERS), chats);
            if (i % 2 == 0) {
                befriend(api, users.get(i), users.get((i + FARTHER_NEIGHBOUR) % USERS), chats);
            }
        }
        for (int i = 0; i < USERS; i++) {
            population.equip(i, users.get(i), chats.getOrDefault(users.get(i), Map.of()), api);
        }
        return population;
    }

    private static void befriend(
            Api api, Api.User one, Api.User other, Map<Api.User, Map<Long, Long>> chats)
            throws IOException, InterruptedException {
        long chat = api.createChat(one, other);
        chats.computeIfAbsent(one, _ -> new HashMap<>()).put(chat, other.id());
        chats.computeIfAbsent(other, _ -> new HashMap<>()).put(chat, one.id());
    }

    /// Two devices each: the last two users' second one is an old one, and so is the sixth's third. The
    /// first user has one more, which is off for nearly all of the time.
    private void equip(int index, Api.User user, Map<Long, Long> peers, Api api)
            throws IOException, InterruptedException {
        List<Long> chats = peers.keySet().stream().sorted().toList();
        addDevice(index, "a", account(user, chats, peers, api));
        if (index < USERS - 2) {
            addDevice(index, "b", account(user, chats, peers, api));
        }
        if (index >= USERS - 3) {
            addLegacy(index, account(user, chats, peers, api));
        }
        Account reader = account(user, chats, peers, api);
        readers.put(journal("user" + index + "-rest", reader, false), reader);
        if (index == 0) {
            sleepers.add(addDevice(index, "c", account(user, chats, peers, api)));
        }
    }

    private static Account account(Api.User user, List<Long> chats, Map<Long, Long> peers, Api api)
            throws IOException, InterruptedException {
        return new Account(
                user.id(), user.login(), user.password(), api.signIn(user), chats, peers);
    }

    private Participant addDevice(int index, String name, Account account) {
        boolean isSecond = name.equals("b");
        boolean isSlow = isSecond && index % 2 == 0;
        Traits traits =
                new Traits(
                        random.nextBoolean(),
                        isSecond,
                        random.nextBoolean(),
                        isSlow ? TINY_BUFFER : 0);
        Device device =
                new Device(
                        account,
                        traits,
                        journal("user" + index + name, account, false),
                        stage,
                        random.nextLong(),
                        wiring);
        everyone.add(device);
        if (isSlow) {
            slow.add(device);
        }
        if (isSecond) {
            roaming.add(device);
        }
        return device;
    }

    private void addLegacy(int index, Account account) {
        LegacyDevice device =
                new LegacyDevice(
                        account,
                        journal("user" + index + "-legacy", account, true),
                        stage,
                        random.nextLong());
        everyone.add(device);
        legacy.put(device, account);
    }

    private Journal journal(String device, Account account, boolean isLegacy) {
        return new Journal(new Owner(device, account.userId(), isLegacy), stage.progress().began());
    }

    List<Participant> everyone() {
        return List.copyOf(everyone);
    }

    /// Of somebody who is nobody's device.
    Account bystander() {
        return readers.values().iterator().next();
    }

    /// Devices that may stop reading.
    List<Participant> slow() {
        return List.copyOf(slow);
    }

    /// Devices that go to the second server when they can.
    List<Participant> roaming() {
        return List.copyOf(roaming);
    }

    /// Devices that were there at first and come back at last.
    List<Participant> sleepers() {
        return List.copyOf(sleepers);
    }

    List<Journal> journals() {
        return Stream.concat(everyone.stream().map(Participant::journal), readers.keySet().stream())
                .toList();
    }

    /// Reads everybody's chats from their first number on, as a device without a socket does.
    void readTheLogs(Api api) throws IOException, InterruptedException {
        for (var reader : readers.entrySet()) {
            Positions positions = new Positions();
            for (long chat : reader.getValue().chats()) {
                readTheLog(api, reader.getKey(), reader.getValue(), chat, positions);
            }
        }
    }

    private static void readTheLog(
            Api api, Journal journal, Account reader, long chat, Positions positions)
            throws IOException, InterruptedException {
        long after = 0;
        boolean more = true;
        while (more) {
            Frame page = api.events(reader, chat, after);
            more = page.flag("more");
            for (Frame event : page.frames("events")) {
                after = event.number("seq");
                journal.frame(1, What.SEEN, event, event.mark(), "");
                switch (positions.accept(event.number("chat_id"), after)) {
                    case NEXT -> {}
                    case HOLE -> journal.frame(1, What.HOLE, event, event.mark(), "");
                    case FALL -> journal.frame(1, What.FALL, event, event.mark(), "");
                }
            }
        }
    }

    /// Lets the old clients read what they could not see live.
    void readThePast(Api api) throws IOException, InterruptedException {
        for (var reader : legacy.entrySet()) {
            for (long chat : reader.getValue().chats()) {
                for (Frame row : api.past(reader.getValue(), chat)) {
                    reader.getKey()
                            .journal()
                            .add(
                                    0,
                                    What.SEEN,
                                    LegacyCheck.PAST,
                                    row.number("chat_id"),
                                    Frame.NONE,
                                    row.number("id"),
                                    row.mark(),
                                    false,
                                    "");
                }
            }
        }
    }
}
