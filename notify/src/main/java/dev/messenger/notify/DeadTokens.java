package dev.messenger.notify;

/// Forgets push tokens that Firebase says will never work again.
///
/// Called on the notifier's virtual threads, so it may block; one token may be told several times.
@FunctionalInterface
public interface DeadTokens {

    void forget(String token);
}
