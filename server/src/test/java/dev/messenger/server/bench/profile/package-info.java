/// Where the server's own processor time goes, by what it does for an operation: sampled by the JDK Flight
/// Recorder in the server itself, while a contender of another package works.
///
/// [dev.messenger.server.bench.profile.ProfileWorkloads] is the table of it,
/// [dev.messenger.server.bench.profile.Place] says which frame of a stack belongs to what. Everything on the
/// main thread.
@NullMarked
package dev.messenger.server.bench.profile;

import org.jspecify.annotations.NullMarked;
