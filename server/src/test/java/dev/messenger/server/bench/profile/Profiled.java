package dev.messenger.server.bench.profile;

import dev.messenger.server.bench.contest.Contender;
import dev.messenger.server.bench.contest.Costs;
import dev.messenger.server.bench.contest.ManagedJvm;
import dev.messenger.server.bench.contest.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// A contender whose server is sampled while it works.
record Profiled(String name, Contender contender, ManagedJvm jvm) implements Contender {

    private static final double MICROS = 1e6;

    @Override
    public void prepare() throws Exception {
        contender.prepare();
    }

    @Override
    public void ready() throws Exception {
        contender.ready();
    }

    @Override
    public Tally run(Duration time) throws Exception {
        Recording recording = Recording.start(jvm);
        Tally tally = contender.run(time);
        Map<Place, Double> seconds = recording.stop();
        for (Place place : Place.values()) {
            tally =
                    tally.with(
                            place.metric(),
                            seconds.getOrDefault(place, 0.0) * MICROS / tally.operations());
        }
        return tally;
    }

    @Override
    public void rest() throws Exception {
        contender.rest();
    }

    @Override
    public Costs costs() {
        return contender.costs();
    }

    @Override
    public void close() throws IOException {
        contender.close();
    }
}
