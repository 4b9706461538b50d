package io.labelrecognition.client.database;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreaker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts that nothing is sent with for now, on all nodes: what one has found out holds for all, and one of them at a time tries whether
 * it is over. Threads may share it.
 */
final class Stops {
    private static final String OPEN = """
            insert into lr_account as a (account, stopped_until, reason, detail) values (?, clock_timestamp() + ? * interval '1 ms', ?, ?)
            on conflict (account) do update set stopped_until = excluded.stopped_until, reason = excluded.reason, detail = excluded.detail,
              probe = null, probe_until = null
            where a.stopped_until <= clock_timestamp()""";
    private static final String GIVE_BACK = "update lr_account set probe = null, probe_until = null where account = ?";
    private static final String CLOSE = "delete from lr_account where account = ?";
    private static final String LOOK = "select account, reason, detail, stopped_until <= clock_timestamp(), probe, probe_until > clock_timestamp() from lr_account";
    private static final String TAKE = """
            update lr_account set probe = ?, probe_until = clock_timestamp() + ? * interval '1 ms'
            where account = ? and stopped_until <= clock_timestamp() and (probe is null or probe_until <= clock_timestamp())""";
    /** As long as a try may take, of which nothing is heard. */
    private static final Duration TRY = Duration.ofMinutes(1);

    private final Runnable news;
    private final Map<String, CircuitBreaker> circuits = new ConcurrentHashMap<>();
    /** What the database is still to be told, by account: a stop, or null text for its end. */
    private final Map<String, Told> untold = new ConcurrentHashMap<>();

    private record Told(Reason reason, String detail, Duration pause) {
    }

    private record Stop(Reason reason, String detail, boolean isDue, Long probe) {
    }

    /** @param news called when there is something to tell the database */
    Stops(Runnable news) {
        this.news = news;
    }

    void share(String account, CircuitBreaker circuit) {
        if (circuits.putIfAbsent(account, circuit) == null) {
            circuit.share(new CircuitBreaker.Sharing() {
                @Override
                public void opened(LabelRecognitionException trouble, Duration pause) {
                    tell(account, new Told(trouble.getReason(), trouble.getMessage(), pause));
                }

                @Override
                public void closed() {
                    tell(account, new Told(null, null, null));
                }
            });
        }
    }

    private void tell(String account, Told told) {
        untold.put(account, told);
        news.run();
    }

    /** Tells the database what was found here, and the circuits what was found elsewhere. One at a time. */
    void exchange(Statements database, long node) throws SQLException {
        for (Map.Entry<String, Told> entry : Map.copyOf(untold).entrySet()) {
            write(database, entry.getKey(), entry.getValue());
            untold.remove(entry.getKey(), entry.getValue());
        }
        if (circuits.isEmpty()) {
            return;
        }
        Map<String, Stop> stops = look(database);
        for (Map.Entry<String, CircuitBreaker> entry : circuits.entrySet()) {
            Stop stop = stops.get(entry.getKey());
            CircuitBreaker circuit = entry.getValue();
            if (untold.containsKey(entry.getKey())) {
                continue;
            }
            if (stop == null) {
                circuit.closedElsewhere();
            } else if (stop.isDue() && stop.probe() != null && stop.probe() == node) {
                if (circuit.giveUp()) {
                    database.update(GIVE_BACK, entry.getKey());
                }
            } else if (stop.isDue() && stop.probe() == null && circuit.isWanted() && take(database, entry.getKey(), node)) {
                circuit.grant();
            } else {
                circuit.openedElsewhere(new LabelRecognitionException(stop.reason(), stop.detail()));
            }
        }
    }

    private static void write(Statements database, String account, Told told) throws SQLException {
        if (told.reason() == null) {
            database.update(CLOSE, account);
        } else {
            database.update(OPEN, account, told.pause().toMillis(), told.reason().name(), told.detail());
        }
    }

    private static Map<String, Stop> look(Statements database) throws SQLException {
        Map<String, Stop> stops = new HashMap<>();
        database.query(LOOK, row -> stops.put(row.getString(1), new Stop(Reason.valueOf(row.getString(2)), row.getString(3), row.getBoolean(4),
                row.getBoolean(6) ? row.getObject(5, Long.class) : null)));
        return stops;
    }

    private static boolean take(Statements database, String account, long node) throws SQLException {
        return database.update(TAKE, node, TRY.toMillis(), account) == 1;
    }
}
