package io.labelrecognition.client.database;

import io.labelrecognition.client.circuit.CircuitBreaker;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.PhotoClaims;
import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.TaskJournal;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.client.store.TaskStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shared store in one database. Its threads, a writer and a heart, begin with its first use. */
final class DatabaseStore implements SharedStore, PhotoClaims, AutoCloseable {
    private static final int BEATS_OF_A_LEASE = 3;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    private static final String HELD = """
            select c.name from lr_claim c join lr_node n on n.node = c.node where c.place = ? and c.node <> ? and n.lease_until > clock_timestamp()""";
    private static final String NODES = """
            select n.node, n.name, to_char(n.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), extract(epoch from n.lease_until - clock_timestamp()),
              coalesce(c.photos, 0), coalesce(t.tasks, 0)
            from lr_node n
              left join (select node, count(*) as photos from lr_claim where place like '%/inbox' group by node) c on c.node = n.node
              left join (select node, count(*) as tasks from lr_task where node is not null group by node) t on t.node = n.node
            where n.lease_until > clock_timestamp() - interval '1 hour' order by n.node""";
    private static final String LOOK = """
            select (select count(*) from lr_node where lease_until > clock_timestamp()),
              (select count(*) from lr_claim where node = ? and place like '%/inbox')""";
    private static final String TAKE_OVER = """
            insert into lr_task as t (key, state, at, record, until)
            select v.key, v.state, v.at::timestamptz, v.record, case when v.until > 0 then to_timestamp(v.until / 1000.0) end
            from unnest(?, ?, ?, ?, ?) as v (key, state, at, record, until) order by v.key
            on conflict (key) do update set state = excluded.state, at = excluded.at, record = excluded.record, until = excluded.until
            where t.node is null and t.state < excluded.state""";
    private static final String ADD_CALLS = "insert into lr_ledger as l (account, month, calls) values (?, " + TaskChanges.THIS_MONTH
            + ", ?) on conflict (account, month) do update set calls = l.calls + excluded.calls";
    private static final String FIND = "select key, record, coalesce((extract(epoch from until) * 1000)::bigint, 0) from lr_task where key = any (?) and record is not null";
    /** Those of the last thousand that say so. */
    private static final String LATENCIES = """
            select (record::json->>'seconds')::float8 from (select record from lr_task where state = %d order by at desc limit 1000) last
            where record::json->>'seconds' is not null""".formatted(TaskChanges.State.FINISHED.ordinal());
    private static final String CALLS = "select coalesce(max(calls), 0) from lr_ledger where account = ? and month = " + TaskChanges.THIS_MONTH;
    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");

    private final Connections connections;
    private final Membership membership;
    private final Writer writer;
    private final Duration lease;
    private final Map<String, DatabaseTasks.Held> held = new ConcurrentHashMap<>();
    private final Map<String, DatabaseQuota> quotas = new ConcurrentHashMap<>();
    private final Stops stops = new Stops(this::beatNow);

    // guarded by this
    private Thread heart;
    private boolean isDue;
    private boolean closed;
    /** Of the heart alone. */
    private long sweptAt = System.nanoTime() - BETWEEN_SWEEPS.toNanos();
    private volatile String trouble;
    /** At the last beat. */
    private volatile long nodesAlive;
    private volatile long photosClaimed;

    /** @param lease how long a node may be silent */
    DatabaseStore(DataSource source, Duration lease, Clock clock) {
        this.lease = lease;
        this.connections = new Connections(source, lease);
        this.membership = new Membership(connections, lease, clock);
        this.writer = new Writer(connections);
    }

    private synchronized void start() {
        if (heart == null && !closed) {
            writer.start();
            heart = new Thread(this::beat, "label-store-heart");
            heart.setDaemon(true);
            heart.start();
        }
    }

    private Lease lease() throws IOException {
        start();
        return membership.lease();
    }

    @Override
    public TaskStore tasks(Duration answerTimeout) {
        start();
        return new DatabaseTasks(membership, writer, answerTimeout, held);
    }

    @Override
    public CallQuota quota(String account, long callsPerMonth) {
        start();
        return quotas.computeIfAbsent(account, unused -> new DatabaseQuota(account, callsPerMonth));
    }

    @Override
    public Map<String, DatabaseQuota> quotas() {
        return Map.copyOf(quotas);
    }

    @Override
    public void share(String account, CircuitBreaker circuit) {
        stops.share(account, circuit);
    }

    @Override
    public PhotoClaims photos() {
        return this;
    }

    @Override
    public Set<String> heldByOthers(String place) throws IOException {
        long node = lease().node();
        Set<String> names = new HashSet<>();
        ask(database -> database.query(HELD, row -> names.add(row.getString(1)), place, node));
        return names;
    }

    @Override
    public Set<Name> claim(Collection<Name> names) throws IOException {
        long node = lease().node();
        try {
            return writer.write(new NameChanges.Take(names, node));
        } catch (IOException e) {
            // they may have been written all the same, where nobody could say so: others would wait for them while this node lives
            writer.later(new NameChanges.Release(names, node));
            throw e;
        }
    }

    /** Those of a lease that has lapsed are nobody's any more, or another's: they are not touched. */
    @Override
    public void release(List<Name> names) {
        Lease last = membership.last();
        if (last != null && !names.isEmpty()) {
            writer.later(new NameChanges.Release(names, last.node()));
        }
    }

    @Override
    public Object holder() throws IOException {
        return lease();
    }

    @Override
    public boolean isHolder(Object mark) {
        return ((Lease) mark).isAlive();
    }

    @Override
    public String mark() throws IOException {
        return ".n" + lease().node();
    }

    @Override
    public List<Node> nodes() throws IOException {
        Lease own = membership.last();
        List<Node> nodes = new ArrayList<>();
        askIfThere(database -> database.query(NODES, row -> nodes.add(new Node(row.getLong(1), row.getString(2), row.getString(3), row.getDouble(4), row.getLong(5),
                row.getLong(6), own != null && own.node() == row.getLong(1)))));
        return nodes;
    }

    @Override
    public List<TaskJournal.Entry> find(Collection<String> keys) throws IOException {
        List<TaskJournal.Entry> found = new ArrayList<>();
        askIfThere(database -> database.query(FIND, row -> {
            try {
                found.add(new TaskJournal.Entry(row.getString(1), TaskRecord.parse(row.getString(2)), row.getLong(3)));
            } catch (IOException e) {
                LOG.debug("An entry of the shared store cannot be read", e);
            }
        }, (Object) keys.toArray(String[]::new)));
        return found;
    }

    @Override
    public List<Double> latencies() throws IOException {
        List<Double> latencies = new ArrayList<>();
        askIfThere(database -> database.query(LATENCIES, row -> latencies.add(row.getDouble(1))));
        return latencies;
    }

    @Override
    public long calls(String account) throws IOException {
        long[] calls = new long[1];
        askIfThere(database -> database.query(CALLS, row -> calls[0] = row.getLong(1), account));
        return calls[0];
    }

    /** Where no node has ever been there is nothing to be found. */
    private void askIfThere(Question question) throws IOException {
        ask(database -> {
            if (membership.last() != null || !Schema.isMissing(database.connection())) {
                question.of(database);
            }
        });
    }

    @Override
    public long takeOver(TaskJournal journal) throws IOException {
        lease();
        return journal.each(entries -> {
            List<String> records = new ArrayList<>();
            for (TaskJournal.Entry entry : entries) {
                records.add(entry.record().toJson());
            }
            ask(database -> database.update(TAKE_OVER, Statements.texts(entries, TaskJournal.Entry::key),
                    Statements.ints(entries, entry -> TaskChanges.State.of(entry.record()).ordinal()), Statements.texts(entries, entry -> entry.record().at()),
                    Statements.texts(records, record -> record), Statements.longs(entries, TaskJournal.Entry::until)));
        });
    }

    @Override
    public void addCalls(String account, long calls) throws IOException {
        lease();
        ask(database -> database.update(ADD_CALLS, account, calls));
    }

    @FunctionalInterface
    private interface Question {
        void of(Statements database) throws SQLException;
    }

    private void ask(Question question) throws IOException {
        try (Connections.Lent lent = connections.lend()) {
            question.of(lent.statements());
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public String trouble() {
        return trouble;
    }

    /** How many seconds the lease still holds; 0 where there is none. */
    double leaseSeconds() {
        Lease last = membership.last();
        return last == null ? 0 : Math.max(0, last.left() / 1e9);
    }

    int tasksHeld() {
        return held.size();
    }

    /** How many nodes are alive. */
    long nodesAlive() {
        return nodesAlive;
    }

    /** How many photos of shared inboxes this node has taken up. */
    long photosClaimed() {
        return photosClaimed;
    }

    private synchronized void beatNow() {
        isDue = true;
        notifyAll();
    }

    private void beat() {
        try {
            while (await()) {
                try {
                    beatOnce();
                    say(null);
                } catch (SQLException | IOException | RuntimeException e) {
                    say(e.getMessage() == null ? e.toString() : e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The heart stops", e);
        }
    }

    /** False when it is over. */
    private synchronized boolean await() throws InterruptedException {
        long end = System.nanoTime() + lease.toNanos() / BEATS_OF_A_LEASE;
        for (long left = end - System.nanoTime(); !isDue && !closed && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        isDue = false;
        return !closed;
    }

    private void beatOnce() throws SQLException, IOException {
        Lease own = membership.lease();
        try (Connections.Lent lent = connections.lend()) {
            Statements database = lent.statements();
            membership.renew(database);
            stops.exchange(database, own.node());
            look(database);
            database.query(LOOK, row -> {
                nodesAlive = row.getLong(1);
                photosClaimed = row.getLong(2);
            }, own.node());
        }
        if (System.nanoTime() - sweptAt > BETWEEN_SWEEPS.toNanos() && !Sweeper.sweep(connections)) {
            sweptAt = System.nanoTime();
        }
    }

    /** How many calls all nodes have made this month. */
    private void look(Statements database) throws SQLException {
        for (DatabaseQuota quota : quotas.values()) {
            database.query(CALLS, row -> quota.seen(row.getLong(1)), quota.account());
        }
    }

    /** The same, at once. */
    void look() throws IOException {
        lease();
        ask(this::look);
    }

    private void say(String now) {
        if (now != null && trouble == null) {
            LOG.warn("The shared store cannot be used: {}. Nothing is sent meanwhile.", now);
        } else if (now == null && trouble != null) {
            LOG.info("The shared store can be used again");
        }
        trouble = now;
    }

    /** What was done is written down, and what this node held is others'. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            if (heart == null) {
                return;
            }
        }
        writer.close();
        membership.leave();
    }
}
