package dev.messenger.server.dispatch;

import dev.messenger.protocol.Reason;
import dev.messenger.protocol.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.RequestContext;

/// A `multipart/form-data` body (RFC 7578), part by part as it arrives; names and values are UTF-8.
final class UploadForm {

    /// Room for the form around its file, in bytes.
    static final long MOST_AROUND_FILE = 64 * 1024;

    private static final int LARGEST_PART_HEAD = 4096;
    private static final int LARGEST_FIELD = 4096;

    private final Head head;
    private final InputStream body;

    UploadForm(Head head, InputStream body) {
        this.head = head;
        this.body = body;
    }

    FileItemInputIterator parts() throws IOException {
        Parser parser = new Parser();
        parser.setHeaderCharset(StandardCharsets.UTF_8);
        parser.setMaxPartHeaderSize(LARGEST_PART_HEAD);
        return parser.getItemIterator(new Context());
    }

    /// The name of a part's file, as given.
    static String fileName(FileItemInput part) {
        try {
            return Optional.ofNullable(part.getName()).orElse("");
        } catch (InvalidPathException hasNul) {
            throw Rejected.field(
                    part.getFieldName(),
                    Reason.INVALID_CHARACTER,
                    "The character U+0000 is not allowed.");
        }
    }

    /// The value of a part that is no file.
    static String text(FileItemInput part) throws IOException {
        try (InputStream in = part.getInputStream()) {
            byte[] bytes = in.readNBytes(LARGEST_FIELD + 1);
            if (bytes.length > LARGEST_FIELD) {
                throw Rejected.field(
                        part.getFieldName(),
                        Reason.TOO_LONG,
                        "A field may have at most " + LARGEST_FIELD + " bytes.");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Rejected.field(
                    part.getFieldName(), Reason.INVALID_CHARACTER, "A field is not valid UTF-8.");
        }
    }

    /// What the parser wants to know of a request.
    private final class Context implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public String getContentType() {
            return head.header("Content-Type").orElse("");
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }

    /// The library's parser; of its ways in, only the iterator is used.
    private static final class Parser
            extends AbstractFileUpload<Head, DiskFileItem, DiskFileItemFactory> {
        @Override
        public FileItemInputIterator getItemIterator(Head request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, List<DiskFileItem>> parseParameterMap(Head request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<DiskFileItem> parseRequest(Head request) {
            throw new UnsupportedOperationException();
        }
    }
}
