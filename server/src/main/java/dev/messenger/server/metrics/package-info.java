/// Shows the numbers that the parts of the server keep, and the JVM's, to who operates it: as Prometheus
/// reads them, and as a page with live charts does. The only package that knows Micrometer and Prometheus.
///
/// Lies between `Main` and all others: it reads what they count, and none of them knows it. Nothing
/// happens here but when somebody looks, on that one's virtual thread.
@NullMarked
package dev.messenger.server.metrics;

import org.jspecify.annotations.NullMarked;
