package io.labelrecognition.client.database;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That this process is one of the nodes: it has a lease, renews it, and gets another number where it was not heard of in time. Threads share it. */
final class Membership {
    private static final String REGISTER = """
            insert into lr_node (name, lease_until) values (?, clock_timestamp() + ? * interval '1 ms') returning node""";
    private static final String RENEW = """
            update lr_node set lease_until = clock_timestamp() + ? * interval '1 ms' where node = ? and lease_until > clock_timestamp()""";
    /** Not deleted: what it was sending may still be under way for a moment. */
    private static final String LEAVE = "update lr_node set lease_until = least(lease_until, clock_timestamp()) where node = ?";
    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");

    private final Connections connections;
    private final Duration length;
    private final Clock clock;
    private final String name = ManagementFactory.getRuntimeMXBean().getName();

    // guarded by this
    private Lease lease;
    private boolean isPrepared;
    private boolean closed;

    Membership(Connections connections, Duration length, Clock clock) {
        this.connections = connections;
        this.length = length;
        this.clock = clock;
    }

    /**
     * The lease that holds; a new one where there is none.
     *
     * @throws IOException if the database cannot be reached, or its tables are not those that are known here
     */
    synchronized Lease lease() throws IOException {
        if (closed) {
            throw new IOException("The store is closed");
        }
        if (lease != null && lease.isAlive()) {
            return lease;
        }
        if (lease != null) {
            lease.end();
        }
        long before = System.nanoTime();
        long millis = clock.millis();
        try (Connections.Lent lent = connections.lend()) {
            if (!isPrepared) {
                Schema.ensure(lent.connection());
                isPrepared = true;
            }
            Statements database = lent.statements();
            if (lease != null) {
                // it has given up what it held: that is its own again, or others', from now on
                database.update(LEAVE, lease.node());
            }
            database.query(REGISTER, row -> lease = new Lease(row.getLong(1), length, clock, before, millis), name, length.toMillis());
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
        LOG.info("This is node {} of the shared store ({})", lease.node(), name);
        return lease;
    }

    /** The lease that was got last, whether or not it holds; null before the first. */
    synchronized Lease last() {
        return lease;
    }

    /** Tells the database that this process is alive. */
    void renew(Statements database) throws SQLException {
        Lease held = last();
        if (held == null || !held.isAlive()) {
            return;
        }
        long before = System.nanoTime();
        long millis = clock.millis();
        if (database.update(RENEW, length.toMillis(), held.node()) == 1) {
            held.renewed(before, millis);
        } else {
            held.end();
            LOG.warn("Node {} was not heard of for {} s: what it was doing is left to others", held.node(), length.toSeconds());
        }
    }

    /** What this node held is others' to take, at once; but for what was being sent, which may be so still. */
    synchronized void leave() {
        closed = true;
        if (lease == null) {
            return;
        }
        lease.end();
        try (Connections.Lent lent = connections.lend()) {
            lent.statements().update(LEAVE, lease.node());
        } catch (SQLException e) {
            LOG.warn("The shared store is out of reach, so others take over what node {} held only in {} s", lease.node(), length.toSeconds());
        }
    }
}
