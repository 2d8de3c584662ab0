package dev.messenger.server.dispatch;

import dev.messenger.protocol.Json;
import dev.messenger.server.usecase.OwnExport.Export;
import dev.messenger.server.usecase.OwnExport.Section;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// An export as one JSON object, in pieces: the profile, then an array for each section, a page of rows
/// a piece. Only the last piece makes it JSON.
///
/// ```
/// {"profile":{…}  ,"sessions":[ …rows  …rows ]  ,"chats":[ …rows ]  … }
/// ```
final class ExportDocument implements Iterator<byte[]> {

    private final Export export;
    private final Iterator<Section> sections;
    private State state = State.START;
    private Iterator<? extends List<?>> pages = List.<List<?>>of().iterator();
    private boolean firstRow;

    private enum State {
        START,
        BETWEEN,
        WITHIN,
        END
    }

    ExportDocument(Export export) {
        this.export = export;
        this.sections = export.sections().iterator();
    }

    @Override
    public boolean hasNext() {
        return state != State.END;
    }

    @Override
    public byte[] next() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (state) {
            case START -> {
                print(out, "{\"profile\":");
                out.writeBytes(Json.write(export.profile()));
                state = State.BETWEEN;
            }
            case BETWEEN -> begin(out);
            case WITHIN -> goOn(out);
            case END -> throw new NoSuchElementException();
        }
        return out.toByteArray();
    }

    private void begin(ByteArrayOutputStream out) {
        if (!sections.hasNext()) {
            print(out, "}");
            state = State.END;
            return;
        }
        Section section = sections.next();
        print(out, ",\"" + section.name() + "\":[");
        pages = section.pages();
        firstRow = true;
        state = State.WITHIN;
    }

    private void goOn(ByteArrayOutputStream out) {
        if (!pages.hasNext()) {
            print(out, "]");
            state = State.BETWEEN;
            return;
        }
        for (Object row : pages.next()) {
            if (!firstRow) {
                print(out, ",");
            }
            firstRow = false;
            out.writeBytes(Json.write(row));
        }
    }

    private static void print(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
