package dev.messenger.server.net;

/// Tells whether a text is a host and perhaps a port (RFC 3986 3.2.2 and 3.2.3, without the user's
/// part). By hand, because every request has one. On event loops.
final class Authority {

    private static final String MARKS = "._~%!$&'()*+,;=-";
    private static final int LONGEST_PORT = 5;

    private Authority() {}

    static boolean isIn(String text) {
        int end = text.startsWith("[") ? endOfAddress(text) : endOfName(text);
        return end > 0 && isPortOrNothing(text, end);
    }

    private static int endOfName(String text) {
        int i = 0;
        while (i < text.length() && isOfName(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isOfName(char c) {
        return isDigit(c)
                || isBetween('a', c, 'z')
                || isBetween('A', c, 'Z')
                || MARKS.indexOf(c) >= 0;
    }

    /// Of one in brackets; 0 if there is none.
    private static int endOfAddress(String text) {
        int i = 1;
        while (i < text.length() && isOfAddress(text.charAt(i))) {
            i++;
        }
        return i > 1 && i < text.length() && text.charAt(i) == ']' ? i + 1 : 0;
    }

    private static boolean isOfAddress(char c) {
        return isDigit(c)
                || isBetween('a', c, 'f')
                || isBetween('A', c, 'F')
                || c == ':'
                || c == '.';
    }

    private static boolean isPortOrNothing(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.charAt(from) != ':' || text.length() - from - 1 > LONGEST_PORT) {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return isBetween('0', c, '9');
    }

    private static boolean isBetween(char first, char c, char last) {
        return first <= c && c <= last;
    }
}
