/// How things are measured against each other; knows nothing of what is measured.
///
/// A [dev.messenger.server.bench.contest.Workload] is one line on the command line and one section of
/// the report: a name, the [dev.messenger.server.bench.contest.Contender]s that do the same work each
/// in its own way, and the [dev.messenger.server.bench.contest.Claim]s that their figures must bear
/// out, a row each of the final table:
///
/// ```java
/// Workload.of(
///         "healthz",
///         "GET /healthz over TLS",
///         stage -> List.of(healthz(stage), fixedAnswer(stage)),
///         Claim.ratio("/healthz over TLS", "messenger", "limit", Metric.RATE).atLeast(0.85, 0.95))
/// ```
///
/// [dev.messenger.server.bench.contest.Contest] prepares all contenders of a workload, lets each warm
/// up, then has each do one round after the other, A B C A B C, so that what disturbs the machine
/// disturbs all alike. A contender says what it did ([dev.messenger.server.bench.contest.Tally]:
/// operations, seconds, perhaps latencies); what the processors spent on it meanwhile is read from
/// the processes that it names ([dev.messenger.server.bench.contest.Costs]), and both together are a
/// [dev.messenger.server.bench.contest.Round]. What must happen before each round without being
/// counted, such as connecting, belongs in `ready`.
///
/// All that contenders need is on the [dev.messenger.server.bench.contest.Stage]: the server, started
/// once with the flags that users get, a directory, and a way to start other programs
/// ([dev.messenger.server.bench.contest.Program]) that end with this one.
///
/// Everything on the main thread, unless a contender brings threads of its own.
@NullMarked
package dev.messenger.server.bench.contest;

import org.jspecify.annotations.NullMarked;
