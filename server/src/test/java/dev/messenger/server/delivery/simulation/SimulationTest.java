package dev.messenger.server.delivery.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.messenger.server.delivery.simulation.World.Verdict;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// Runs the delivery core through a thousand seeds of trouble, and shows by mutants that trouble would
/// be noticed.
///
/// A seed that fails is run once more, and what happened before the breach is printed. To replay it:
///
/// ```
/// mvn package -pl server -am -Dtest=SimulationTest -Dsimulation.from=<seed> -Dsimulation.seeds=1 \
///     -Dsurefire.failIfNoSpecifiedTests=false
/// ```
///
/// `simulation.seeds` makes a run longer, too.
@Timeout(600)
final class SimulationTest {

    private static final int SEEDS = 1_000;

    /// In so many of them at the latest a mutant is found out.
    private static final int SEEDS_FOR_A_MUTANT = 60;

    /// In so many each kind of trouble comes up.
    private static final int SEEDS_FOR_ALL = 500;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.messenger.server.delivery");
    private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();

    /// What goes wrong on purpose is not to be read in the build's log.
    @BeforeEach
    void listen() {
        complaints.start();
        logger.setLevel(Level.ERROR);
        logger.setAdditive(false);
        logger.addAppender(complaints);
    }

    @AfterEach
    void restore() {
        logger.detachAppender(complaints);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void everyLawIsKeptUnderAThousandSeeds() {
        long from = Long.getLong("simulation.from", 0);
        long seeds = Long.getLong("simulation.seeds", SEEDS);
        Set<String> seen = new ConcurrentSkipListSet<>();
        LongStream.range(from, from + seeds)
                .parallel()
                .forEach(
                        seed -> {
                            Verdict verdict = World.run(seed, Mutant.NONE, false);
                            if (verdict.breach() != null) {
                                fail(story(seed));
                            }
                            seen.addAll(verdict.seen());
                        });
        assertThat(complaints.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allMatch(message -> message.startsWith("event=commit_never_known"));
        if (seeds >= SEEDS_FOR_ALL) {
            assertThat(seen)
                    .contains(
                            "behind",
                            "close FAULT",
                            "close TOO_SLOW",
                            "close TRY_AGAIN_LATER",
                            "commit never known",
                            "commit that did not happen",
                            "commit that happened unheard",
                            "duplicate ack",
                            "erasure",
                            "error outcome_unknown",
                            "error overloaded",
                            "error unavailable",
                            "failed append",
                            "full inbox",
                            "gap",
                            "locked chat",
                            "push",
                            "sync to be continued");
        }
    }

    /// The same seed again, told.
    private static String story(long seed) {
        Verdict verdict = World.run(seed, Mutant.NONE, true);
        return "%s%n%nseed %d broke a law: %s"
                .formatted(verdict.tail(), seed, String.valueOf(verdict.breach()));
    }

    @Test
    void sameSeedTellsTheSameStory() {
        Verdict once = World.run(7, Mutant.NO_FEED, true);
        Verdict again = World.run(7, Mutant.NO_FEED, true);
        assertThat(once.breach()).isNotNull().isEqualTo(again.breach());
        assertThat(once.steps()).isEqualTo(again.steps());
    }

    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsFoundOut(Mutant mutant) {
        assertThat(LongStream.range(0, SEEDS_FOR_A_MUTANT))
                .anyMatch(seed -> World.run(seed, mutant, false).breach() != null);
    }
}
