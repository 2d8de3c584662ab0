package dev.messenger.server.usecase;

import dev.messenger.protocol.ExportApi;
import dev.messenger.storage.Chats.Membership;
import dev.messenger.storage.Message;
import dev.messenger.storage.Session;
import dev.messenger.storage.Storage;
import dev.messenger.storage.StoredFile;
import dev.messenger.storage.User;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;

/// Everything that is known of oneself: account, sessions, chats, what was said in them, and files.
///
/// What was deleted is not in it, as one cannot see it either. Nothing is read before it is asked for,
/// and then a page by its key, each in a transaction of its own: what changes meanwhile may be in it,
/// and what stays is in it exactly once.
public final class OwnExport {

    /// Rows. A message has up to 16,384 code points, so a page of them is a few megabytes at most.
    static final int PAGE = 100;

    private final Storage storage;
    private final InstantSource clock;

    public OwnExport(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /// A part of an export.
    ///
    /// @param pages of rows; one may be empty
    public record Section(String name, Iterator<? extends List<?>> pages) {}

    /// @param sections to be read one after the other
    public record Export(ExportApi.Profile profile, List<Section> sections) {}

    /// Reads the account at once, and leaves the rest to be read.
    public Export of(Caller me) {
        long userId = me.userId();
        return new Export(
                profile(userId),
                List.of(
                        new Section("sessions", List.of(sessions(userId)).iterator()),
                        new Section("chats", chats(userId).map(OwnExport::row)),
                        new Section("messages", new MessagesOfChats(storage, chats(userId))),
                        new Section("files", files(userId).map(OwnExport::row))));
    }

    private ExportApi.Profile profile(long userId) {
        User user = storage.users().byId(userId).orElseThrow(Authentication::wrongCredentials);
        return new ExportApi.Profile(
                userId,
                user.login(),
                user.userName(),
                storage.users().createdAt(userId).orElseThrow(Authentication::wrongCredentials),
                storage.avatars().get(userId).orElse(""),
                clock.instant());
    }

    private List<ExportApi.Session> sessions(long userId) {
        return storage.sessions().ofUser(userId).stream().map(OwnExport::row).toList();
    }

    private PagesByKey<Membership> chats(long userId) {
        return new PagesByKey<>(
                PAGE,
                after -> storage.chats().memberships(userId, after, PAGE),
                Membership::chatId);
    }

    private PagesByKey<StoredFile> files(long userId) {
        return new PagesByKey<>(
                PAGE, after -> storage.files().ofOwner(userId, after, PAGE), StoredFile::id);
    }

    private static ExportApi.Session row(Session session) {
        return new ExportApi.Session(
                session.id(),
                session.device().orElse(""),
                session.createdAt(),
                session.lastSeen(),
                session.expiresAt());
    }

    private static ExportApi.Chat row(Membership chat) {
        return new ExportApi.Chat(
                chat.chatId(),
                chat.otherId(),
                chat.otherName(),
                chat.lastSeq(),
                chat.own().deliveredSeq(),
                chat.own().readSeq(),
                chat.others().deliveredSeq(),
                chat.others().readSeq());
    }

    static ExportApi.Message row(Message message) {
        return new ExportApi.Message(Messaging.past(message), message.seq());
    }

    private static ExportApi.File row(StoredFile file) {
        return new ExportApi.File(file.handle(), file.name(), file.size(), file.createdAt());
    }
}
