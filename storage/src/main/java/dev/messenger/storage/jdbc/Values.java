package dev.messenger.storage.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/// An array for `ANY(?)` and `unnest(?, …)`, with a value of each row, as PostgreSQL receives it.
///
/// Written here because pgjdbc would box each number, grow a buffer for the texts, and make texts of
/// UUIDs and times, which PostgreSQL then has to parse.
///
/// @param arrayType which array, by PostgreSQL's number for it
/// @param binary dimensions, whether there are nulls, the elements' type, how many, the first one's
///     index; then length and bytes of each
record Values(int arrayType, byte[] binary) {

    private static final int HEAD = 5 * Integer.BYTES;
    private static final int NULL = -1;

    /// From where PostgreSQL counts microseconds.
    private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final int MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    /// Puts the value of a row.
    private interface Element<T> {
        void write(T row, ByteBuffer out);
    }

    static Values bigints(Collection<Long> numbers) {
        return bigints(numbers, Long::longValue);
    }

    static <T> Values bigints(Collection<T> rows, ToLongFunction<T> number) {
        return array(
                Oid.INT8_ARRAY,
                Oid.INT8,
                rows,
                Long.BYTES,
                (row, out) -> out.putLong(number.applyAsLong(row)));
    }

    /// Where there is no number, a null.
    static <T> Values optionalBigints(Collection<T> rows, Function<T, OptionalLong> number) {
        int size = HEAD;
        for (T row : rows) {
            size += Integer.BYTES + (number.apply(row).isPresent() ? Long.BYTES : 0);
        }
        byte[] binary = new byte[size];
        ByteBuffer out = head(binary, Oid.INT8, rows.size());
        for (T row : rows) {
            OptionalLong value = number.apply(row);
            if (value.isPresent()) {
                out.putInt(Long.BYTES).putLong(value.getAsLong());
            } else {
                out.putInt(NULL);
            }
        }
        return new Values(Oid.INT8_ARRAY, binary);
    }

    static <T> Values times(Collection<T> rows, Function<T, Instant> time) {
        return array(
                Oid.TIMESTAMPTZ_ARRAY,
                Oid.TIMESTAMPTZ,
                rows,
                Long.BYTES,
                (row, out) -> out.putLong(micros(time.apply(row))));
    }

    static <T> Values uuids(Collection<T> rows, Function<T, UUID> uuid) {
        return array(
                Oid.UUID_ARRAY,
                Oid.UUID,
                rows,
                2 * Long.BYTES,
                (row, out) -> {
                    UUID value = uuid.apply(row);
                    out.putLong(value.getMostSignificantBits())
                            .putLong(value.getLeastSignificantBits());
                });
    }

    static <T> Values booleans(Collection<T> rows, Predicate<T> flag) {
        return array(
                Oid.BOOL_ARRAY,
                Oid.BOOL,
                rows,
                1,
                (row, out) -> out.put((byte) (flag.test(row) ? 1 : 0)));
    }

    static Values texts(Collection<String> texts) {
        return texts(texts, Function.identity());
    }

    static <T> Values texts(Collection<T> rows, Function<T, String> text) {
        return array(
                Oid.TEXT_ARRAY,
                Oid.TEXT,
                rows,
                row -> text.apply(row).getBytes(StandardCharsets.UTF_8));
    }

    static <T> Values byteStrings(Collection<T> rows, Function<T, byte @Nullable []> bytes) {
        return array(Oid.BYTEA_ARRAY, Oid.BYTEA, rows, bytes);
    }

    void bind(PreparedStatement statement, int at) throws SQLException {
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        statement.setArray(at, new PgArray(connection, arrayType, binary));
    }

    private static long micros(Instant time) {
        return (time.getEpochSecond() - EPOCH) * MICROS + time.getNano() / NANOS_OF_MICRO;
    }

    /// One whose elements all have the same size, and none of which is null.
    private static <T> Values array(
            int arrayType, int type, Collection<T> rows, int size, Element<T> element) {
        byte[] binary = new byte[HEAD + rows.size() * (Integer.BYTES + size)];
        ByteBuffer out = head(binary, type, rows.size());
        for (T row : rows) {
            out.putInt(size);
            element.write(row, out);
        }
        return new Values(arrayType, binary);
    }

    private static <T> Values array(
            int arrayType, int type, Collection<T> rows, Function<T, byte @Nullable []> element) {
        List<byte @Nullable []> elements = new ArrayList<>(rows.size());
        int size = HEAD;
        for (T row : rows) {
            byte[] bytes = element.apply(row);
            elements.add(bytes);
            size += Integer.BYTES + (bytes == null ? 0 : bytes.length);
        }
        byte[] binary = new byte[size];
        ByteBuffer out = head(binary, type, rows.size());
        for (byte[] bytes : elements) {
            if (bytes == null) {
                out.putInt(NULL);
            } else {
                out.putInt(bytes.length).put(bytes);
            }
        }
        return new Values(arrayType, binary);
    }

    /// PostgreSQL itself looks for nulls, whatever is said of them.
    private static ByteBuffer head(byte[] binary, int type, int count) {
        return ByteBuffer.wrap(binary).putInt(1).putInt(1).putInt(type).putInt(count).putInt(1);
    }
}
