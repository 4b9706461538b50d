package io.labelrecognition.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.labelrecognition.client.database.Databases;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.store.SharedStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.util.TimeUtils;

/** The database of {@code label.store-url}, as a bean for the routes. Not looked at until the store is wanted, and only where it is set. */
final class StoreDatabase {
    /** What the bean is called. */
    static final String BEAN = "labelDatabase";
    /** A writer, a heart, a look into an inbox, and somebody who asks. */
    private static final int CONNECTIONS = 4;
    private static final long LONGEST_WAIT = 5_000;

    private StoreDatabase() {
    }

    /** Connections are made when they are first wanted: where the database is away, the application starts all the same, and waits for it. */
    static HikariDataSource of(Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("label-store");
        config.setJdbcUrl(settings.get("label.store-url"));
        config.setUsername(settings.get("label.store-user"));
        config.setPassword(settings.get("label.store-password"));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT);
        config.setInitializationFailTimeout(-1);
        Properties driver = new Properties();
        driver.setProperty("ApplicationName", "label-recognition");
        driver.setProperty("connectTimeout", "5");
        config.setDataSourceProperties(driver);
        return new HikariDataSource(config);
    }

    /** What somebody asks of the store who is no node of it. */
    @FunctionalInterface
    interface Question<T> {
        T of(SharedStore store) throws IOException;
    }

    /** Asks, and closes what that took. */
    static <T> T ask(Settings settings, Question<T> question) throws IOException {
        try (HikariDataSource source = of(settings);
             Databases databases = new Databases(name -> source, () -> Duration.ofMillis(TimeUtils.toMilliSeconds(settings.get("label.store-lease"))), Metrics.NONE)) {
            return question.of(databases.of(BEAN));
        }
    }
}
