package dev.messenger.server.dispatch;

import dev.messenger.protocol.FileApi;
import dev.messenger.protocol.Json;
import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import dev.messenger.server.usecase.Authentication;
import dev.messenger.server.usecase.Caller;
import dev.messenger.server.usecase.FileTransfers;
import dev.messenger.storage.FileStore.Kept;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;

/// The two endpoints whose bodies do not fit in memory.
///
/// A form's parts may come in any order (RFC 7578), so the file may be on disk before its sender is
/// known; it is dropped again if they turn out to be nobody.
final class FileEndpoints {

    /// How much is spooled at once for senders who have not said yet who they are.
    private final Strangers strangers = new Strangers();

    private final FileTransfers files;
    private final Authentication authentication;

    FileEndpoints(FileTransfers files, Authentication authentication) {
        this.files = files;
        this.authentication = authentication;
    }

    Response download(Caller me, Head head, FileApi.Download asked) {
        FileTransfers.Opened opened = files.download(me, asked);
        return FileAnswer.of(head, opened.file(), opened.content());
    }

    Response upload(Head head, InputStream body) {
        Form form = new Form(head);
        try {
            form.read(new UploadForm(head, body).parts());
            return form.accept();
        } catch (FileUploadSizeException e) {
            throw Rejected.because(Reason.PAYLOAD_TOO_LARGE, "A part of the form is too large.");
        } catch (FileUploadException e) {
            throw Rejected.because(Reason.INVALID_MULTIPART, "This is not a valid multipart form.");
        } catch (IOException e) {
            throw Rejected.because(Reason.INVALID_MULTIPART, "The form ended early.");
        } finally {
            form.dropUnlessAccepted();
        }
    }

    /// One form on its way in.
    private final class Form {

        private final Head head;
        private final Map<String, String> fields = new HashMap<>();
        private Optional<Caller> me;
        private Optional<Kept> kept = Optional.empty();
        private String name = "";

        Form(Head head) {
            this.head = head;
            this.me = Routes.bearer(head).map(authentication::byToken);
        }

        void read(FileItemInputIterator parts) throws IOException {
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if (part.isFormField()) {
                    readField(part);
                } else if (part.getFieldName().equals("file") && kept.isEmpty()) {
                    readFile(part);
                } else {
                    throw Rejected.field(
                            "file", Reason.INVALID_VALUE, "A form has one file, in the part file.");
                }
            }
        }

        private void readField(FileItemInput part) throws IOException {
            if (fields.put(part.getFieldName(), UploadForm.text(part)) != null) {
                throw Rejected.because(Reason.INVALID_FORM, "A field of the form came twice.");
            }
        }

        private void readFile(FileItemInput part) throws IOException {
            name = Optional.ofNullable(part.getName()).orElse("");
            FileApi.checkName("file", name);
            if (me.isEmpty()
                    && fields.keySet().containsAll(java.util.Set.of("login", "password"))) {
                me = Optional.of(caller());
            }
            try (InputStream bytes = part.getInputStream()) {
                kept =
                        Optional.of(
                                me.isPresent()
                                        ? files.keep(bytes)
                                        : strangers.one(head.client(), () -> files.keep(bytes)));
            }
        }

        Response accept() {
            Caller sender = me.isPresent() && Routes.bearer(head).isEmpty() ? me.get() : caller();
            Kept file =
                    kept.orElseThrow(
                            () ->
                                    Rejected.field(
                                            "file",
                                            Reason.MISSING_FIELD,
                                            "The field file is missing."));
            Response response = Response.json(200, files.add(sender, file, name));
            kept = Optional.empty();
            return response;
        }

        private Caller caller() {
            return authentication.of(
                    Routes.bearer(head), Json.read(fields, FileApi.UploadFields.class));
        }

        void dropUnlessAccepted() {
            kept.ifPresent(files::drop);
        }
    }
}
