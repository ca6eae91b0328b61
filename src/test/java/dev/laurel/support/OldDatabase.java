package dev.laurel.support;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database as an earlier release left it, to be migrated. */
public final class OldDatabase {

    private final DriverManagerDataSource database = new DriverManagerDataSource(TestSurroundings.newDatabase());

    public JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    /** @param target version, such as {@code 1.240}, or {@code latest} */
    public void migrate(String target) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }
}
