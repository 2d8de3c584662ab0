package dev.messenger.server.dispatch;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.Event;
import dev.messenger.protocol.ExportApi;
import dev.messenger.protocol.FileApi;
import dev.messenger.protocol.Health;
import dev.messenger.protocol.reference.Answer;
import dev.messenger.protocol.reference.AsyncApi;
import dev.messenger.protocol.reference.OpenApi;
import dev.messenger.server.delivery.Sockets;
import dev.messenger.server.delivery.Waiters;
import dev.messenger.server.delivery.Writes;
import dev.messenger.server.usecase.Accounts;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.AvatarImages;
import dev.messenger.server.usecase.DirectChats;
import dev.messenger.server.usecase.Limits;
import dev.messenger.server.usecase.OwnAccount;
import dev.messenger.server.usecase.OwnSessions;
import java.util.Optional;

/// Every REST endpoint there is, a line each, and the pages.
public final class Api {

    private static final long AVATAR = 8 * Routes.MEGABYTE;

    private static final long UPLOAD = FileApi.LARGEST + UploadForm.MOST_AROUND_FILE;

    private static final Answer<AccountApi.Done> DONE = Answer.one(AccountApi.Done.class);

    private Api() {}

    /// @param readiness says whether clients should come
    /// @param metrics shows the server's numbers
    /// @param sockets are told what others must hear of
    /// @param writes takes what is written to chats
    /// @param waiters holds requests that wait for what others write
    /// @param lab if there is one
    public static Router router(
            UseCases useCases,
            Readiness readiness,
            MetricsEndpoint metrics,
            Sockets sockets,
            Writes writes,
            Waiters waiters,
            Limits limits,
            Optional<Lab> lab) {
        Authentication authentication = useCases.authentication();
        Accounts accounts = useCases.accounts();
        OwnSessions sessions = useCases.sessions();
        OwnAccount account = useCases.account();
        AvatarImages avatars = useCases.avatars();
        DirectChats chats = useCases.chats();
        FileEndpoints files = new FileEndpoints(useCases.files(), authentication);
        AccountEndpoints leaving = new AccountEndpoints(account, writes);
        ExportEndpoint exporting = new ExportEndpoint(useCases.export(), limits.exports());
        ChatEndpoints chat = new ChatEndpoints(useCases, writes, waiters, limits.frames());
        Routes routes =
                new Routes(authentication, sockets::deliver)
                        .open(
                                "/registration",
                                limits.registrations(),
                                AccountApi.Registration.class,
                                Answer.one(AccountApi.Registered.class),
                                accounts::register)
                        .login(
                                "/login",
                                AccountApi.Login.class,
                                Answer.one(AccountApi.LoggedIn.class),
                                (asked, head) ->
                                        accounts.logIn(asked, head.device(), head.client()))
                        .user("/logout", AccountApi.Logout.class, DONE, accounts::logOut)
                        .open(
                                "/search",
                                limits.searches(),
                                AccountApi.Search.class,
                                Answer.list(AccountApi.Found.class),
                                accounts::search)
                        .announcing(
                                "/chat_creating",
                                ChatApi.Creation.class,
                                Answer.one(ChatApi.Created.class),
                                chats::create)
                        .user(
                                "/get_past_messages",
                                ChatApi.History.class,
                                Answer.list(ChatApi.PastMessage.class),
                                useCases.messaging()::history)
                        .user("/avatar_upload", AVATAR, AvatarApi.Upload.class, DONE, avatars::put)
                        .open(
                                "/avatar_download",
                                AvatarApi.Download.class,
                                Answer.one(AvatarApi.Avatar.class),
                                avatars::get)
                        .user("/avatar_delete", AvatarApi.Deletion.class, DONE, avatars::delete)
                        .upload(
                                "/file_upload",
                                UPLOAD,
                                FileApi.UploadFields.class,
                                Answer.one(FileApi.Uploaded.class),
                                files::upload)
                        .download("/file_download", FileApi.Download.class, files::download)
                        .session(
                                "GET",
                                "/v2/sessions",
                                Answer.list(AccountApi.SessionRow.class),
                                sessions::list)
                        .session("DELETE", "/v2/sessions", DONE, sessions::endOthers)
                        .session("DELETE", "/v2/sessions/{id}", DONE, sessions::end)
                        .session(
                                "/v2/password",
                                AccountApi.PasswordChange.class,
                                DONE,
                                account::changePassword)
                        .session("DELETE", "/v2/account", DONE, leaving::erase)
                        .paged(
                                "GET",
                                "/v2/export",
                                Answer.one(ExportApi.Whole.class),
                                exporting::export)
                        .session("GET", "/v2/chats", Answer.one(ChatApi.Chats.class), chats::open)
                        .query(
                                "/v2/chats/{id}/messages",
                                ChatApi.MessagesQuery.class,
                                Answer.one(ChatApi.Messages.class),
                                (me, id, asked, head) -> chat.messages(me, id, asked))
                        .addition(
                                "/v2/chats/{id}/messages",
                                ChatApi.NewMessage.class,
                                Answer.one(Event.Ack.class),
                                chat::send)
                        .query(
                                "/v2/chats/{id}/events",
                                ChatApi.EventsQuery.class,
                                Answer.one(ChatApi.Events.class),
                                chat::events)
                        .content("/v2/files/{message_id}", Answer.file(), files::fetch)
                        .content(
                                "/v2/users/{id}/avatar",
                                Answer.picture(),
                                (me, id, head) -> AvatarAnswer.of(head, avatars.picture(id)))
                        .constant(
                                "/healthz", Answer.one(Health.class), Response.json(200, Health.OK))
                        .get("/readyz", Answer.one(Health.class), readiness::answer)
                        .get("/metrics", Answer.text(), metrics::answer)
                        .get(
                                "/asyncapi.json",
                                Answer.document(),
                                new Description(AsyncApi::document))
                        .assets(Assets.ofTheServer());
        lab.ifPresent(it -> new LabEndpoints(it, authentication).addTo(routes));
        routes.get(
                "/openapi.json",
                Answer.document(),
                new Description(() -> OpenApi.of(routes.promises(), HttpErrors::status)));
        return new TableRouter(routes.table(), authentication, new LabDoor(lab.isPresent()));
    }
}
