package dev.messenger.server.dispatch;

import dev.messenger.server.meter.RouteMeter;

/// A request whose head was found good: its route exists, and the body may come.
public final class Admission {

    private final Head head;
    private final Route route;

    Admission(Head head, Route route) {
        this.head = head;
        this.route = route;
    }

    public Head head() {
        return head;
    }

    /// In bytes; a longer body is refused with 413.
    public long largestBody() {
        return route.largestBody();
    }

    /// Whether the handler reads the body while it arrives, rather than when it is complete.
    public boolean streamed() {
        return route.streamed();
    }

    /// Whether [Router#handle] answers it at once and without a body, so that an event loop may call it.
    public boolean prompt() {
        return route.prompt();
    }

    /// Where it is noted how the request was answered.
    public RouteMeter meter() {
        return route.meter();
    }

    Route route() {
        return route;
    }
}
