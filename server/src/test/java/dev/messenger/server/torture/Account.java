package dev.messenger.server.torture;

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
        Map<Long, Long> peers) {}
