package dev.messenger.server.dispatch;

import dev.messenger.server.dispatch.Response.Body;
import dev.messenger.server.dispatch.Response.Header;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.OwnExport;
import dev.messenger.server.usecase.RateLimit;
import java.util.List;

/// `GET /v2/export`: the answer is as long as somebody's life here, so it is made page by page.
final class ExportEndpoint {

    private static final List<Header> HEADERS =
            List.of(
                    new Header("Content-Type", "application/json; charset=utf-8"),
                    new Header(
                            "Content-Disposition",
                            "attachment; filename=\"messenger-export.json\""),
                    new Header("Cache-Control", "no-store"));

    private final OwnExport export;
    private final RateLimit<Long> limit;

    ExportEndpoint(OwnExport export, RateLimit<Long> limit) {
        this.export = export;
        this.limit = limit;
    }

    Response export(Caller me) {
        limit.take(me.userId());
        return new Response(200, HEADERS, new Body.Pages(new ExportDocument(export.of(me))), false);
    }
}
