package dev.messenger.server.dispatch;

import dev.messenger.protocol.AccountApi;
import dev.messenger.protocol.AvatarApi;
import dev.messenger.protocol.ChatApi;
import dev.messenger.protocol.FileApi;
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
import java.util.Map;
import java.util.Optional;

/// Every REST endpoint there is, a line each, and the pages.
public final class Api {

    private static final long AVATAR = 8 * Routes.MEGABYTE;

    private static final long UPLOAD = FileApi.LARGEST + UploadForm.MOST_AROUND_FILE;

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
                                accounts::register)
                        .login(
                                "/login",
                                AccountApi.Login.class,
                                (asked, head) ->
                                        accounts.logIn(asked, head.device(), head.client()))
                        .user("/logout", AccountApi.Logout.class, accounts::logOut)
                        .open(
                                "/search",
                                limits.searches(),
                                AccountApi.Search.class,
                                accounts::search)
                        .user("/chat_creating", ChatApi.Creation.class, chats::create)
                        .user(
                                "/get_past_messages",
                                ChatApi.History.class,
                                useCases.messaging()::history)
                        .user("/avatar_upload", AVATAR, AvatarApi.Upload.class, avatars::put)
                        .open("/avatar_download", AvatarApi.Download.class, avatars::get)
                        .user("/avatar_delete", AvatarApi.Deletion.class, avatars::delete)
                        .upload("/file_upload", UPLOAD, files::upload)
                        .download("/file_download", FileApi.Download.class, files::download)
                        .session("GET", "/v2/sessions", sessions::list)
                        .session("DELETE", "/v2/sessions", sessions::endOthers)
                        .session("DELETE", "/v2/sessions/{id}", sessions::end)
                        .session(
                                "/v2/password",
                                AccountApi.PasswordChange.class,
                                account::changePassword)
                        .session("DELETE", "/v2/account", leaving::erase)
                        .paged("GET", "/v2/export", exporting::export)
                        .session("GET", "/v2/chats", chats::open)
                        .query(
                                "/v2/chats/{id}/messages",
                                ChatApi.MessagesQuery.class,
                                (me, id, asked, head) -> chat.messages(me, id, asked))
                        .addition("/v2/chats/{id}/messages", ChatApi.NewMessage.class, chat::send)
                        .query("/v2/chats/{id}/events", ChatApi.EventsQuery.class, chat::events)
                        .content("/v2/files/{message_id}", files::fetch)
                        .content(
                                "/v2/users/{id}/avatar",
                                (me, id, head) -> AvatarAnswer.of(head, avatars.picture(id)))
                        .constant("/healthz", Response.json(200, Map.of("status", "ok")))
                        .get("/readyz", readiness::answer)
                        .get("/metrics", metrics::answer)
                        .assets(Assets.ofTheServer());
        lab.ifPresent(it -> new LabEndpoints(it, authentication).addTo(routes));
        return new TableRouter(routes.table(), authentication, new LabDoor(lab.isPresent()));
    }
}
