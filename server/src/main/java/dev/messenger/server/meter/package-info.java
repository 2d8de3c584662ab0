/// What the parts of the server keep count with while they work: cheap to add to on any thread, and
/// read every now and then by `metrics`. Knows nothing of who reads, nor of how it is shown.
///
/// Lies below all other packages of the server, and depends on none.
@NullMarked
package dev.messenger.server.meter;

import org.jspecify.annotations.NullMarked;
