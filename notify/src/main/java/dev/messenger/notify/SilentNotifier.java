package dev.messenger.notify;

/// Push is off: wakes nobody. Called on any thread.
public final class SilentNotifier implements Notifier {

    @Override
    public void send(PushMessage message) {}

    @Override
    public void close() {}
}
