package io.labelrecognition.client.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What is written at once. The calls of the month come last: all machines wait for that row. Not for several threads. */
final class Transaction extends Statements {
    /** Where the calls of a month are as they are, or grow by so many if they stay within the limit. */
    private static final String COUNT = """
            insert into lr_ledger as l (account, month, calls) select ?, ?, greatest(0, ?) where ? <= ?
            on conflict (account, month) do update set calls = greatest(0, l.calls + ?) where l.calls + ? <= ? returning calls""";

    private final Map<Page, Calls> calls = new TreeMap<>(Comparator.comparing(Page::account).thenComparing(Page::month));

    Transaction(Connection connection) {
        super(connection);
    }

    /** The calls of an account in a month do not reach. Nothing is written of the whole transaction. */
    static final class SpentException extends SQLException {
        private static final long serialVersionUID = 1L;

        private SpentException() {
            super("The calls of the month are spent.");
        }
    }

    private record Page(String account, LocalDate month) {
    }

    private static final class Calls {
        private long change;
        private long limit = Long.MAX_VALUE;
        private DatabaseQuota quota;
    }

    /** Calls that were made, or are set aside, or are given back; whatever the limit says. */
    void count(String account, LocalDate month, long change) {
        if (account != null && change != 0) {
            calls.computeIfAbsent(new Page(account, month), unused -> new Calls()).change += change;
        }
    }

    /** The same, if they stay within the limit. */
    void count(DatabaseQuota quota, LocalDate month, long change) {
        count(quota.account(), month, change);
        Calls of = calls.get(new Page(quota.account(), month));
        if (of != null && change > 0) {
            of.limit = Math.min(of.limit, quota.limit());
            of.quota = quota;
        }
    }

    /** @throws SpentException if the calls of an account do not reach */
    void commit() throws SQLException {
        for (Map.Entry<Page, Calls> entry : calls.entrySet()) {
            Calls of = entry.getValue();
            boolean[] isWritten = new boolean[1];
            query(COUNT, row -> {
                isWritten[0] = true;
                if (of.quota != null) {
                    of.quota.seen(row.getLong(1));
                }
            }, entry.getKey().account(), entry.getKey().month(), of.change, of.change, of.limit, of.change, of.change, of.limit);
            if (!isWritten[0]) {
                throw new SpentException();
            }
        }
        connection().commit();
    }
}
