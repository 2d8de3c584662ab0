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
import java.util.Set;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The endpoints whose bodies do not fit in memory.
///
/// A form's parts may come in any order (RFC 7578), so the file may be on disk before its sender is
/// known; it is dropped again if they turn out to be nobody.
final class FileEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(FileEndpoints.class);
    private static final int MOST_PARTS = 16;
    private static final Set<String> CREDENTIALS = Set.of("user_id", "login", "password");

    /// How much is spooled at once for senders who have not said yet who they are.
    private final Strangers strangers = new Strangers();

    private final FileTransfers files;
    private final Authentication authentication;

    FileEndpoints(FileTransfers files, Authentication authentication) {
        this.files = files;
        this.authentication = authentication;
    }

    Response download(Caller me, Head head, FileApi.Download asked) {
        return answer(head, files.download(me, asked));
    }

    Response fetch(Caller me, long messageId, Head head) {
        return answer(head, files.download(me, messageId));
    }

    private static Response answer(Head head, FileTransfers.Opened opened) {
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
            // What befalls the body is a FileUploadException or a Rejected, so this is the disk.
            LOG.error("event=upload_failed", e);
            throw Rejected.because(
                    Reason.INSUFFICIENT_STORAGE, "The file cannot be stored now. Try again later.");
        } finally {
            form.dropUnlessAccepted();
        }
    }

    /// One form on its way in.
    private final class Form {

        private final Head head;
        private final Optional<String> bearer;
        private final Map<String, String> fields = new HashMap<>();
        private Optional<Kept> kept = Optional.empty();
        private String name = "";

        Form(Head head) {
            this.head = head;
            this.bearer = head.bearer();
        }

        void read(FileItemInputIterator parts) throws IOException {
            int count = 0;
            while (parts.hasNext()) {
                if (++count > MOST_PARTS) {
                    throw Rejected.because(
                            Reason.INVALID_MULTIPART,
                            "A form has at most " + MOST_PARTS + " parts.");
                }
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
            if (count == 0) {
                throw Rejected.because(Reason.INVALID_MULTIPART, "This form has no parts.");
            }
        }

        private void readField(FileItemInput part) throws IOException {
            if (fields.put(part.getFieldName(), UploadForm.text(part)) != null) {
                throw Rejected.because(Reason.INVALID_FORM, "A field of the form came twice.");
            }
        }

        private void readFile(FileItemInput part) throws IOException {
            name = UploadForm.fileName(part);
            FileApi.checkName("file", name);
            boolean stranger =
                    bearer.isEmpty()
                            && authentication.legacy().inBodies()
                            && !fields.keySet().containsAll(CREDENTIALS);
            // Not closed where it is refused: that would read the rest of it.
            InputStream bytes = part.getInputStream();
            kept =
                    Optional.of(
                            stranger
                                    ? strangers.one(head.client(), () -> files.keep(bytes))
                                    // Refused now, rather than after half a gigabyte.
                                    : files.keep(caller(), bytes, atLeast()));
        }

        /// What the file has at least by the length of the form around it, 0 if that is not known.
        private long atLeast() {
            return head.header("Content-Length").map(Long::parseLong).orElse(0L)
                    - UploadForm.MOST_AROUND_FILE;
        }

        Response accept() {
            Caller sender = caller();
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
                    bearer, Json.read(fields, FileApi.UploadFields.class), head.client());
        }

        void dropUnlessAccepted() {
            kept.ifPresent(files::drop);
        }
    }
}
