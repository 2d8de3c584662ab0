package dev.messenger.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements that go to the database together and are answered together: one round trip, however many
/// they are.
///
/// The database runs them one after the other. Each sees what had been committed when its own turn
/// came, and so, after one that took locks, all that the locks were waited for. When one fails, those
/// behind it are not run, a COMMIT neither.
final class Trip {

    private final List<String> statements = new ArrayList<>();
    private final List<@Nullable Object> binds = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    /// Takes what a statement has found.
    private interface Answer {
        void read(ResultSet rows) throws SQLException;
    }

    /// @return the rows, once the trip was made
    <T> List<T> list(String sql, Sql.Row<T> row, @Nullable Object... parameters) {
        List<T> found = new ArrayList<>();
        add(
                sql,
                rows -> {
                    while (rows.next()) {
                        found.add(row.read(rows));
                    }
                },
                parameters);
        return found;
    }

    void update(String sql, @Nullable Object... parameters) {
        add(sql, _ -> {}, parameters);
    }

    private void add(String sql, Answer answer, @Nullable Object... parameters) {
        statements.add(sql);
        answers.add(answer);
        binds.addAll(Arrays.asList(parameters));
    }

    /// pgjdbc takes the text apart at its semicolons, prepares each statement for itself, and sends all
    /// of them before it reads. It would not, for fear of large answers, if it had to ask for the types
    /// of parameters first: each must be bound with its own.
    void make(Connection connection) throws SQLException {
        try (PreparedStatement together =
                connection.prepareStatement(String.join(";\n", statements))) {
            Sql.bind(together, binds.toArray());
            boolean found = together.execute();
            for (Answer answer : answers) {
                if (found) {
                    try (ResultSet rows = together.getResultSet()) {
                        answer.read(rows);
                    }
                }
                found = together.getMoreResults();
            }
        }
    }
}
