package dev.messenger.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Runs one statement: binds, executes, reads the rows.
final class Sql {

    private Sql() {}

    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(
            Connection connection, String sql, Row<T> row, @Nullable Object... binds)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, binds);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(row.read(rows));
                }
                return list;
            }
        }
    }

    /// The first row, if there is one.
    static <T> Optional<T> first(
            Connection connection, String sql, Row<T> row, @Nullable Object... binds)
            throws SQLException {
        return list(connection, sql, row, binds).stream().findFirst();
    }

    /// @return how many rows it touched
    static int update(Connection connection, String sql, @Nullable Object... binds)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, binds);
            return statement.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, @Nullable Object... binds) throws SQLException {
        for (int i = 0; i < binds.length; i++) {
            int at = i + 1;
            switch (binds[i]) {
                case null -> statement.setNull(at, Types.NULL);
                case Instant time -> statement.setObject(at, time.atOffset(ZoneOffset.UTC));
                case Values values -> values.bind(statement, at);
                case Object value -> statement.setObject(at, value);
            }
        }
    }

    /// A number that may be missing.
    static OptionalLong number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /// A time as this module shows it, cut to milliseconds.
    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class)
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
    }
}
