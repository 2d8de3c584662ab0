package dev.messenger.server.torture;

import java.io.IOException;

/// An open WebSocket of a client that may stop reading, or be cut. One thread receives, one sends.
interface Link {

    void send(String text) throws IOException;

    /// The next text frame.
    ///
    /// @throws Closed when no more can come
    String receive() throws IOException;

    /// Ends it as a broken cable does: without good-bye.
    void cut();

    /// Ends it with good manners.
    void close();

    /// What became of a link.
    final class Closed extends IOException {

        /// There was no close frame.
        static final int ABNORMAL = 1006;

        private static final long serialVersionUID = 1;

        private final int code;

        Closed(int code) {
            super("closed: " + code);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /// No socket came about.
    final class Refused extends IOException {

        private static final long serialVersionUID = 1;

        private final boolean forNow;

        Refused(String statusLine) {
            super(statusLine);
            this.forNow = statusLine.contains(" 503 ");
        }

        /// Whether it may be tried again.
        boolean isForNow() {
            return forNow;
        }
    }
}
