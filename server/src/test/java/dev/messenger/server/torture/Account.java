package dev.messenger.server.torture;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A user, signed in on one device.
///
/// @param token of this device's session
/// @param chats where the user is a member
/// @param peers the other member of each
record Account(
        long userId,
        String login,
        String password,
        String token,
        List<Long> chats,
        Map<Long, Long> peers) {

    /// How a client of Part 1 asks for a socket.
    WebSocketLink.Upgrade upgrade(Address where) {
        String query =
                "/?id="
                        + userId
                        + "&login="
                        + URLEncoder.encode(login, StandardCharsets.UTF_8)
                        + "&password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8);
        return new WebSocketLink.Upgrade(where, query, "", 0);
    }
}
