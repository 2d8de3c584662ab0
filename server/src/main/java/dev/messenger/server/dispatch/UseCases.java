package dev.messenger.server.dispatch;

import dev.messenger.server.usecase.Accounts;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.AvatarImages;
import dev.messenger.server.usecase.ChatHistory;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.FileTransfers;
import dev.messenger.server.usecase.Messaging;
import dev.messenger.server.usecase.OwnAccount;
import dev.messenger.server.usecase.OwnExport;
import dev.messenger.server.usecase.OwnSessions;

/// All that REST calls can ask for.
public record UseCases(
        Authentication authentication,
        Accounts accounts,
        OwnSessions sessions,
        OwnAccount account,
        OwnExport export,
        AvatarImages avatars,
        DirectChats chats,
        ChatHistory history,
        Messaging messaging,
        FileTransfers files) {}
