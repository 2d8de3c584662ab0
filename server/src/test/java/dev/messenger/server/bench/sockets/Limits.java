package dev.messenger.server.bench.sockets;

import dev.messenger.server.bench.contest.Consumption;
import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.Hosted;
import dev.messenger.server.bench.contest.Program;
import dev.messenger.server.bench.contest.Server;
import dev.messenger.server.bench.contest.Stage;
import dev.messenger.server.bench.limit.Echo;
import dev.messenger.server.bench.limit.FanOut;
import dev.messenger.server.bench.limit.Relay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Bare servers under the same work, which start and end with it.
final class Limits {

    private Limits() {}

    static Contender echo(Stage stage) throws IOException {
        Program program = echoing(stage);
        List<Visit> visits = Collections.nCopies(Ours.ASKERS, Visit.ofStranger());
        return new Hosted(
                new Loaded(
                        SocketWorkloads.ECHO,
                        port(program),
                        client -> Ours.asking(client, visits),
                        Ours::ask,
                        costs(program)),
                program);
    }

    static Contender fanOut(Stage stage, int receivers) throws IOException {
        Program program = start(stage, FanOut.class);
        List<Visit> visits = Collections.nCopies(receivers, Visit.ofStranger());
        return new Hosted(
                new Loaded(
                        SocketWorkloads.FAN_OUT,
                        port(program),
                        client ->
                                Ours.listening(
                                        client,
                                        new Audience(
                                                Visit.ofStranger(),
                                                Audience.event(),
                                                visits,
                                                receivers)),
                        Ours::speak,
                        costs(program)),
                program);
    }

    /// What can be sent and received at all, were there nothing to keep.
    static Contender highestRate(Stage stage) throws IOException {
        Program program = start(stage, Relay.class);
        return new Hosted(
                new HighestRate(
                        SocketWorkloads.RELAY,
                        port(program),
                        client -> {
                            Conversations load =
                                    Conversations.ofStrangers(
                                            Ours.PAIRS, Ours.DEVICES, Ours.CONTENT);
                            load.open(client);
                            return load;
                        }),
                program);
    }

    /// A question stands for the hello, and what it is answered with for all that follows on it.
    static Contender arrival(Stage stage) throws IOException {
        Program program = echoing(stage);
        return new Hosted(
                new Arrival(
                        SocketWorkloads.ECHO,
                        port(program),
                        costs(program),
                        () -> Collections.nCopies(Ours.ARRIVING, Visit.withQuestion())),
                program);
    }

    static Contender idle(Stage stage, int few, int many) {
        return new Idle(
                SocketWorkloads.ECHO,
                few,
                many,
                stage.log("idle limit"),
                () -> {
                    Program program = echoing(stage);
                    return new Idle.Host(
                            program,
                            port(program),
                            Collections.nCopies(many, Visit.withQuestion()),
                            program::close);
                });
    }

    private static Program echoing(Stage stage) throws IOException {
        return start(stage, Echo.class, Questions.ANSWER);
    }

    private static Program start(Stage stage, Class<?> limit, String... arguments)
            throws IOException {
        Server server = stage.server();
        List<String> all = new ArrayList<>();
        all.add(server.certificate().toString());
        all.add(server.key().toString());
        all.addAll(List.of(arguments));
        return stage.tests(limit, all.toArray(String[]::new));
    }

    private static int port(Program program) {
        return Integer.parseInt(program.ready().group(1));
    }

    private static Costs costs(Program program) {
        return Costs.ofServer(Consumption.of(program.process()));
    }
}
