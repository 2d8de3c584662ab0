package dev.messenger.storage.embedded;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A fresh, empty PostgreSQL database for one test class, in a cluster that the tests of this JVM share.
///
/// The cluster starts with the first database and goes, data and all, when the JVM ends; one that a
/// killed JVM left is swept by the next. It is as durable as the real one: `fsync` and
/// `synchronous_commit` are on. Any thread may ask.
///
/// ```java
/// private static final TestDatabase database = TestDatabase.fresh();
/// @AfterAll static void drop() { database.close(); }
/// ```
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, TestDatabase> TEMPLATES = new ConcurrentHashMap<>();

    private final EmbeddedDatabase cluster;
    private final String name;

    private TestDatabase(EmbeddedDatabase cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /// An empty database.
    public static TestDatabase fresh() {
        return create(SharedCluster.durable(), "template1");
    }

    /// An empty database that promises nothing about a crash, for tests that count on speed alone.
    public static TestDatabase careless() {
        return create(SharedCluster.careless(), "template1");
    }

    /// A copy of a database that `prepare` filled once in this JVM, for instance by migrating it. It
    /// must have closed its connections when it returns. Preparations are told apart by `template`.
    public static TestDatabase copyOf(String template, Consumer<TestDatabase> prepare) {
        TestDatabase original =
                TEMPLATES.computeIfAbsent(
                        template,
                        unprepared -> {
                            TestDatabase empty = fresh();
                            prepare.accept(empty);
                            return empty;
                        });
        return create(original.cluster, original.name);
    }

    public String jdbcUrl() {
        return cluster.jdbcUrl().replaceFirst("[^/]+$", name);
    }

    public String user() {
        return cluster.user();
    }

    public String password() {
        return cluster.password();
    }

    /// Drops the database, whoever is still connected to it.
    @Override
    public void close() {
        execute(cluster, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static TestDatabase create(EmbeddedDatabase cluster, String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(cluster, "CREATE DATABASE " + name + " TEMPLATE " + template);
        return new TestDatabase(cluster, name);
    }

    private static void execute(EmbeddedDatabase cluster, String sql) {
        try (var connection =
                        DriverManager.getConnection(
                                cluster.jdbcUrl(), cluster.user(), cluster.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
