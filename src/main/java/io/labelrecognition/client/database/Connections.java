package io.labelrecognition.client.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of a data source that is somebody else's: each is given back as it was. Threads may share it. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    /**
     * Every statement of a transaction goes by keys. Planned while the tables are small, or before they were ever analysed, it would read them
     * whole, and go on so with the plan that the session keeps.
     */
    private static final String BY_KEY = "; set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan";
    /** A driver that hangs is let go by the thread that waits for it. */
    private static final Executor AT_ONCE = Runnable::run;

    private final DataSource source;
    private final int timeoutMillis;

    /** @param timeout how long the database may be silent */
    Connections(DataSource source, Duration timeout) {
        this.source = source;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /** A connection, until it is closed. */
    final class Lent implements AutoCloseable {
        private final Connection connection;
        private final boolean autoCommit;
        private final int timeout;

        private Lent() throws SQLException {
            connection = source.getConnection();
            try {
                autoCommit = connection.getAutoCommit();
                timeout = connection.getNetworkTimeout();
                connection.setNetworkTimeout(AT_ONCE, timeoutMillis);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }

        Connection connection() {
            return connection;
        }

        /** Each committed by itself. */
        Statements statements() throws SQLException {
            connection.setAutoCommit(true);
            return new Statements(connection);
        }

        /**
         * Begins a transaction that the database ends if this process stands still in the middle of it: it would keep all others from the rows
         * that it has written.
         */
        private void begin() throws SQLException {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local idle_in_transaction_session_timeout = " + timeoutMillis + BY_KEY);
            }
        }

        private void rollBack() {
            try {
                connection.rollback();
            } catch (SQLException e) {
                LOG.debug("The connection is gone, and the transaction with it: {}", e.toString());
            }
        }

        /** What was committed is, whatever becomes of the connection. */
        @Override
        public void close() {
            try (connection) {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(autoCommit);
                    connection.setNetworkTimeout(AT_ONCE, timeout);
                }
            } catch (SQLException e) {
                LOG.debug("The connection is gone: {}", e.toString());
            }
        }
    }

    Lent lend() throws SQLException {
        return new Lent();
    }

    /** What is done in a transaction, which it commits. */
    @FunctionalInterface
    interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /** All of it, or nothing. */
    <T> T transact(Work<T> work) throws SQLException {
        try (Lent lent = lend()) {
            lent.begin();
            try {
                return work.in(new Transaction(lent.connection()));
            } catch (SQLException | RuntimeException e) {
                lent.rollBack();
                throw e;
            }
        }
    }

    /** Whether it is the database that cannot be reached, or is not ready, rather than what was asked of it. */
    boolean isAway(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                boolean isOfTheConnection = cause instanceof SQLTransientConnectionException || cause instanceof SQLNonTransientConnectionException
                        || cause instanceof SQLRecoverableException || state.startsWith("08") || state.startsWith("57") || state.startsWith("53")
                        || state.startsWith("28") || state.startsWith("3D") || state.equals("25006") || state.equals("null");
                if (isOfTheConnection && !(cause instanceof Transaction.SpentException)) {
                    return true;
                }
            }
        }
        return false;
    }
}
