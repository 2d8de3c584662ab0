/// The lab: a look into the running server, for those who sit at its machine and want to learn.
///
/// It looks at the pipeline from outside: everything here is put in at run time, where it was asked for,
/// and taken out again. Nothing below it knows of it, and a server without a lab has none of this on
/// any path. What is a handler runs on the event loop of its channel and never blocks; what answers the
/// lab's calls runs on virtual threads and hands over to the loops; what stands around the delivery core
/// runs on whatever thread carries a message. May depend on `net` and on all that `net` may depend on.
@NullMarked
package dev.messenger.server.net.lab;

import org.jspecify.annotations.NullMarked;
