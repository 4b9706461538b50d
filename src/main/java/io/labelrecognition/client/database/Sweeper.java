package io.labelrecognition.client.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

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
    static boolean sweep(Connections.Lent lent) throws SQLException {
        Connection connection = lent.connection();
        lent.begin();
        try (Statement statement = connection.createStatement()) {
            boolean isAlone;
            try (ResultSet lock = statement.executeQuery(ALONE)) {
                lock.next();
                isAlone = lock.getBoolean(1);
            }
            long most = 0;
            if (isAlone) {
                for (String sql : new String[] {TASKS, CLAIMS, NODES}) {
                    try (ResultSet gone = statement.executeQuery(sql)) {
                        gone.next();
                        most = Math.max(most, gone.getLong(1));
                    }
                }
            }
            connection.commit();
            return most >= AT_ONCE;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
