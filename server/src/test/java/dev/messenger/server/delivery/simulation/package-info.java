/// The delivery core on virtual time: the real writers, fan-out and conversations, driven by hand in
/// an order that a seed decides, over a storage that fails and sockets that break.
///
/// Everything runs on the test's thread. May depend on `delivery`, `dispatch`, `usecase` and the leaves.
@NullMarked
package dev.messenger.server.delivery.simulation;

import org.jspecify.annotations.NullMarked;
