package io.labelrecognition.client.database;

import java.sql.SQLException;

/** Removes what nobody can have a use for: some rows at a time, by one node at a time. */
final class Sweeper {
    private static final int AT_ONCE = 2_000;
    private static final String ALONE = "select pg_try_advisory_xact_lock(hashtext('label-recognition sweep'))";
    /** What was set aside for a task is given back with it. */
    private static final String TASKS = """
            with gone as (delete from lr_task where key in (select key from lr_task where until < clock_timestamp() and (node is null
                or not exists (select from lr_node n where n.node = lr_task.node and n.lease_until > clock_timestamp()))
                order by until limit %d for update skip locked) returning account, month, reserved),
              given as (update lr_ledger l set calls = greatest(0, l.calls - g.calls) from (select account, month, sum(reserved) as calls from gone
                where reserved > 0 group by account, month) g where l.account = g.account and l.month = g.month)
            select count(*) from gone""".formatted(AT_ONCE);
    private static final String CLAIMS = """
            with gone as (delete from lr_claim where (place, name) in (select c.place, c.name from lr_claim c where not exists
                (select from lr_node n where n.node = c.node and n.lease_until > clock_timestamp()) limit %d for update skip locked) returning 1)
            select count(*) from gone""".formatted(AT_ONCE);
    /** Long after the longest sending that one of them may have begun. */
    private static final String NODES = """
            with gone as (delete from lr_node where lease_until < clock_timestamp() - interval '7 days' returning 1) select count(*) from gone""";

    private Sweeper() {
    }

    /** @return whether there may be more */
    static boolean sweep(Connections connections) throws SQLException {
        return connections.transact(transaction -> {
            boolean[] isAlone = new boolean[1];
            transaction.query(ALONE, row -> isAlone[0] = row.getBoolean(1));
            long[] most = new long[1];
            if (isAlone[0]) {
                for (String sql : new String[] {TASKS, CLAIMS, NODES}) {
                    transaction.query(sql, row -> most[0] = Math.max(most[0], row.getLong(1)));
                }
            }
            transaction.commit();
            return most[0] >= AT_ONCE;
        });
    }
}
