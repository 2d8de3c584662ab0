/// The benchmark behind `scripts/bench`: the server against what it is compared with, in one run.
///
/// [dev.messenger.server.bench.Bench] is the program and knows every workload; how they are measured is
/// in [dev.messenger.server.bench.contest], what is measured in the packages beside it.
///
/// Programs, not tests: they know the server by its ports, its process and its database.
@NullMarked
package dev.messenger.server.bench;

import org.jspecify.annotations.NullMarked;
