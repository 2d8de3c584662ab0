package dev.messenger.server.net;

import dev.messenger.server.dispatch.Response;

/// The value of a header whose line is encoded already: [HttpCodec] copies it as it is.
record HeadLine(Response.Header header) implements CharSequence {

    HeadLine(String name, String value) {
        this(new Response.Header(name, value));
    }

    String name() {
        return header.name();
    }

    /// With its name and its end.
    byte[] encoded() {
        return header.line();
    }

    @Override
    public int length() {
        return header.value().length();
    }

    @Override
    public char charAt(int index) {
        return header.value().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return header.value().subSequence(start, end);
    }

    @Override
    public String toString() {
        return header.value();
    }
}
