/// Who is woken: pushes for members whom no socket reached.
///
/// Callers know [dev.messenger.notify.Notifier], which takes a
/// [dev.messenger.notify.PushMessage] and returns at once; the payload is the one of WIRE, "Push,
/// as FCM v1". [dev.messenger.notify.SilentNotifier] stands in where push is off,
/// [dev.messenger.notify.FirebaseNotifier] sends through the Firebase Admin SDK:
///
/// ```
/// send ─ Payload.fit ─> Outbox ─ postman ─> Fcm ─> Verdict ─┬─ delivered
///        4,096 bytes    bounded  virtual    SDK             ├─ dead token ─> DeadTokens.forget
///                         ^      threads                    ├─ refused ────> one log line
///                         └──────────── Retries.delay ──────┴─ later
/// ```
///
/// A leaf: it depends on the SDK and slf4j and on no other module. `send` runs on any thread and
/// never blocks; everything else runs on virtual threads of its own.
@NullMarked
package dev.messenger.notify;

import org.jspecify.annotations.NullMarked;
