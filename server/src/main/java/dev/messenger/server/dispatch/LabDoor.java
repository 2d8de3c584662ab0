package dev.messenger.server.dispatch;

import dev.messenger.protocol.Rejected;

/// Lets to `/lab` and what is below it only those who ask from this machine and for themselves; to all
/// others there is no such path. Called by [TableRouter] on event loops, before it looks for a route.
///
/// @param open whether the server has a lab at all
record LabDoor(boolean open) {

    private static final String LAB = "/lab";

    /// @throws Rejected as where there is no such path
    void check(Head head) {
        if (leadsToLab(head.path()) && !(open && head.isFromThisMachine())) {
            throw noSuchPath();
        }
    }

    static Rejected noSuchPath() {
        return Rejected.notFound("There is no such path.");
    }

    private static boolean leadsToLab(String path) {
        return path.startsWith(LAB)
                && (path.length() == LAB.length() || path.charAt(LAB.length()) == '/');
    }
}
