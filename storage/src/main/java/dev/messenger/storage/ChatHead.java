package dev.messenger.storage;

import java.util.List;

/// Where a chat stands, for one of its members.
///
/// @param chat its `lastSeq` is the head of the log
/// @param open whether it is not archived
/// @param marks of all members, the asking one's first
public record ChatHead(Chat chat, boolean open, List<Watermark> marks) {}
