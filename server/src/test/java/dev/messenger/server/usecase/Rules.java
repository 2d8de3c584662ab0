package dev.messenger.server.usecase;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.ClientFrame;
import dev.messenger.protocol.FileApi;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.dispatch.UseCases;
import dev.messenger.storage.Append;
import dev.messenger.storage.Appended;
import dev.messenger.storage.ChatLog;
import dev.messenger.storage.FileStore;
import dev.messenger.storage.Message;
import dev.messenger.storage.disk.DiskFileStore;
import dev.messenger.storage.memory.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Every use case, over a storage in memory, files in a directory, and a clock that a test can move.
public final class Rules implements AutoCloseable {

    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    /// Where everybody comes from.
    public static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /// As cheap as bcrypt gets.
    private static final int COST = 4;

    public final MemoryStorage storage = new MemoryStorage();
    public final FileStore store;
    public final List<UUID> endedSessions = new ArrayList<>();

    /// Who was signed out everywhere, and the session that was spared.
    public final Map<Long, Optional<UUID>> signedOut = new LinkedHashMap<>();

    public final Signals signals = new RecordedSignals();
    public final Passwords passwords = new Passwords(COST);
    public final Bearers bearers;
    public final Authentication authentication;
    public final Accounts accounts;
    public final OwnSessions sessions;
    public final OwnAccount account;
    public final OwnExport export;
    public final AvatarImages avatars = new AvatarImages(storage);
    public final DirectChats chats = new DirectChats(storage);
    public final ChatHistory history = new ChatHistory(storage);
    public final Messaging messaging = new Messaging(storage, () -> this.now);
    public final FileTransfers files;

    /// What the clock shows; it stands still, and the storage's own clock does not follow it.
    public Instant now = Instant.now();

    private final ChatLog log = storage.openChatLog();

    public Rules(FileStore store) {
        this(store, Long.MAX_VALUE);
    }

    /// @param quota how many bytes the files of one user may have in all
    public Rules(FileStore store, long quota) {
        this(store, quota, WrongPasswords.off(), LegacyCredentials.EVERYWHERE);
    }

    private Rules(
            FileStore store, long quota, WrongPasswords wrongPasswords, LegacyCredentials legacy) {
        InstantSource clock = () -> now;
        this.store = store;
        this.bearers = new Bearers(storage, clock);
        this.authentication =
                new Authentication(storage, passwords, wrongPasswords, legacy, bearers);
        this.accounts = new Accounts(storage, passwords, authentication, signals, clock);
        this.sessions = new OwnSessions(storage, signals);
        this.account = new OwnAccount(storage, passwords, authentication, signals);
        this.export = new OwnExport(storage, clock);
        this.files = new FileTransfers(storage, store, quota, clock);
    }

    /// What the router is made of.
    public UseCases all() {
        return new UseCases(
                authentication,
                accounts,
                sessions,
                account,
                export,
                avatars,
                chats,
                history,
                messaging,
                files);
    }

    private final class RecordedSignals implements Signals {
        @Override
        public void sessionEnded(UUID session) {
            endedSessions.add(session);
        }

        @Override
        public void signedOut(long userId, Optional<UUID> except) {
            signedOut.put(userId, except);
        }
    }

    public static Rules in(Path directory) {
        return in(directory, WrongPasswords.off());
    }

    public static Rules in(Path directory, WrongPasswords wrongPasswords) {
        return in(directory, wrongPasswords, LegacyCredentials.EVERYWHERE);
    }

    public static Rules in(Path directory, LegacyCredentials legacy) {
        return in(directory, WrongPasswords.off(), legacy);
    }

    private static Rules in(
            Path directory, WrongPasswords wrongPasswords, LegacyCredentials legacy) {
        try {
            return new Rules(DiskFileStore.open(directory), Long.MAX_VALUE, wrongPasswords, legacy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String passwordOf(String name) {
        return "password of " + name;
    }

    /// Registers somebody whose login and name are the same.
    public Caller register(String name) {
        var asked = new AccountApi.Registration(name, name, passwordOf(name));
        return new Caller(accounts.register(asked).id(), Optional.empty());
    }

    public AccountApi.LoggedIn logIn(String name) {
        return logIn(new AccountApi.Login(name, passwordOf(name), Optional.empty()));
    }

    public AccountApi.LoggedIn logIn(AccountApi.Login asked) {
        return accounts.logIn(asked, Optional.empty(), HERE);
    }

    public long chat(Caller one, Caller other) {
        var asked =
                new ChatApi.Creation(
                        Optional.of(one.userId()),
                        other.userId(),
                        Optional.empty(),
                        Optional.empty());
        return chats.create(one, asked).answer().chatId();
    }

    public static ClientFrame.NewMessage message(
            long chatId, Caller from, Caller to, String content) {
        return new ClientFrame.NewMessage(
                chatId,
                from.userId(),
                to.userId(),
                content,
                NOON,
                Optional.empty(),
                Optional.empty());
    }

    /// Sends and stores a message.
    public Message say(long chatId, Caller from, Caller to, String content) {
        return say(from, message(chatId, from, to, content));
    }

    public Message say(Caller from, ClientFrame.NewMessage asked) {
        return ((Appended.Posted) write(messaging.send(from, asked))).message();
    }

    /// Sends and stores a message with a file of this name.
    public Message send(long chatId, Caller from, Caller to, String name, byte[] bytes) {
        FileApi.Uploaded uploaded = upload(from, name, bytes);
        return say(
                from,
                new ClientFrame.NewMessage(
                        chatId,
                        from.userId(),
                        to.userId(),
                        "",
                        NOON,
                        Optional.of(name),
                        Optional.of(uploaded.serviceFile())));
    }

    public FileApi.Uploaded upload(Caller from, String name, byte[] bytes) {
        try {
            return files.add(from, files.keep(new ByteArrayInputStream(bytes)), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Does what the chat's writer does with it.
    public Appended write(Outcome outcome) {
        return write(((Outcome.Write) outcome).append());
    }

    public Appended write(Append append) {
        return log.append(List.of(append)).getFirst();
    }

    /// The same for who waits for an answer.
    public void submit(Append append, Writes.Answer answer) {
        switch (write(append)) {
            case Appended.Refused(Appended.Refusal why) ->
                    answer.failed(Refusals.explain(append, why));
            case Appended result -> answer.written(result);
        }
    }

    @Override
    public void close() {
        passwords.close();
    }
}
