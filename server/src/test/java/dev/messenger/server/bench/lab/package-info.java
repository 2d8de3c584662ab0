/// What the lab costs those who do not look into it. Depends on the packages of the other workloads,
/// whose work it has two servers do. On the main thread.
@NullMarked
package dev.messenger.server.bench.lab;

import org.jspecify.annotations.NullMarked;
