/// How long the server takes to start. On the main thread.
@NullMarked
package dev.messenger.server.bench.start;

import org.jspecify.annotations.NullMarked;
