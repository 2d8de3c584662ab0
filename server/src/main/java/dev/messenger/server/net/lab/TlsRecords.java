package dev.messenger.server.net.lab;

import dev.messenger.protocol.LabEvent.TlsRecord;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Finds where the records of one direction begin (RFC 8446 5.1), however they are cut into buffers.
/// On the event loop.
///
/// It must start at the border of a record; if it did not, what it takes for a head is none, and from
/// then on it says nothing.
final class TlsRecords {

    private static final int HEAD = 5;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;
    private static final int MAJOR = 3;

    /// Of the head that is being read.
    private final byte[] head = new byte[HEAD];

    private int read;

    /// Bytes of the record that goes on.
    private long left;

    private boolean lost;

    /// @return those whose head ends in these bytes, which stay as they are
    List<TlsRecord> in(ByteBuf bytes) {
        List<TlsRecord> begun = new ArrayList<>();
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end && !lost) {
            if (left > 0) {
                long skipped = Math.min(left, end - at);
                left -= skipped;
                at += (int) skipped;
            } else {
                head[read++] = bytes.getByte(at++);
                if (read == HEAD) {
                    read = 0;
                    begin(begun);
                }
            }
        }
        return begun;
    }

    private void begin(List<TlsRecord> begun) {
        int type = head[0];
        int length = (head[3] & 0xFF) << 8 | (head[4] & 0xFF);
        if (type < FIRST_TYPE || type > LAST_TYPE || head[1] != MAJOR) {
            lost = true;
            return;
        }
        left = length;
        begun.add(new TlsRecord(type, "%02x%02x".formatted(head[1], head[2]), length));
    }
}
