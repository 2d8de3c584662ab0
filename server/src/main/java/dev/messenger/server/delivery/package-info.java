/// From a decision to everyone who must hear of it: the chats' writers, which commit in groups and
/// publish in order, and what one socket is to them. No Netty, no SQL.
///
/// Writers run on platform threads of their own, conversations on event loops and, where they may wait,
/// on virtual threads; each class says which. May depend on `usecase`, `meter`, storage, notify and protocol.
@NullMarked
package dev.messenger.server.delivery;

import org.jspecify.annotations.NullMarked;
