package dev.messenger.server.bench.contest;

import java.io.IOException;
import java.time.Duration;

/// A contender with a program of its own that is stopped with it, such as a limit to compare with.
///
/// @param program what it works with
public record Hosted(Contender contender, Program program) implements Contender {

    @Override
    public String name() {
        return contender.name();
    }

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
        return contender.run(time);
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
        try (program) {
            contender.close();
        }
    }
}
