package dev.messenger.storage.jdbc;

import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the tables to what this code expects, by the scripts in `db/migration`.
final class Schema {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private Schema() {}

    /// Runs at start-up, before anything else uses the database. Several servers may start at once:
    /// Flyway lets one of them at a time.
    static void migrate(Database database, Connections connections) {
        Flyway flyway =
                Flyway.configure(Schema.class.getClassLoader())
                        .loggers(FlywayLog.class.getName())
                        .dataSource(database.url(), database.user(), database.password())
                        .jdbcProperties(connections.forMigration())
                        .load();
        try {
            MigrationInfo[] applied = flyway.info().applied();
            if (Arrays.stream(applied).anyMatch(Schema::isOfNewerCode)) {
                throw new DatabaseUnusable(
                        "The database at "
                                + database.address()
                                + " was last used by a newer version of this server; start that"
                                + " one.");
            }
            int migrated = flyway.migrate().migrationsExecuted;
            log.info("event=schema_ready migrated={}", migrated);
        } catch (FlywayException failure) {
            throw new DatabaseUnusable(
                    "The tables of the database at "
                            + database.address()
                            + " cannot be brought up to date: "
                            + firstLine(failure),
                    failure);
        }
    }

    private static boolean isOfNewerCode(MigrationInfo migration) {
        return migration.getState() == MigrationState.FUTURE_SUCCESS
                || migration.getState() == MigrationState.FUTURE_FAILED;
    }

    private static String firstLine(FlywayException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
