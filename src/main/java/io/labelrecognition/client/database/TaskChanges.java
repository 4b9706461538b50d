package io.labelrecognition.client.database;

import io.labelrecognition.client.store.TaskRecord;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is written of tasks. Each statement takes all changes of its kind, and each names its node: of a task that another has taken over,
 * nothing is written. Rows are locked in the order of their keys.
 */
final class TaskChanges {
    /** How far a task is, as it stands in the table. */
    enum State {
        /** Somebody holds the key, and nothing has happened yet. */
        CLAIMED,
        SENDING,
        SENT,
        FINISHED,
        /** Sent again, it would fail again. */
        FAILED_OF_THE_PHOTO,
        FAILED;

        static State of(TaskRecord record) {
            return record == null ? CLAIMED : switch (record.state()) {
                case SENDING -> SENDING;
                case SENT -> SENT;
                case FINISHED -> FINISHED;
                case FAILED -> record.failure().isOfThePhoto() ? FAILED_OF_THE_PHOTO : FAILED;
            };
        }
    }

    static final String THIS_MONTH = "date_trunc('month', now() at time zone 'utc')::date";
    /** Compared with when the statement began, which is when it saw the leases: waiting for a row makes nobody older. */
    private static final String IS_HELD = """
            exists (select from lr_node n where n.node = t.node
              and n.lease_until + case when t.state = 1 then t.answer_ms else 0 end * interval '1 ms' > statement_timestamp())""";

    private TaskChanges() {
    }

    /** By the key of each, for what the database says of it. */
    private static <C extends Change<?>> Map<String, C> byKey(List<C> changes) {
        return changes.stream().collect(Collectors.toMap(change -> (String) change.subject(), Function.identity()));
    }

    private static <C extends Change<?>> String[] keys(List<C> changes) {
        return Transaction.texts(changes, change -> (String) change.subject());
    }

    private static <C extends Change<?>> Long[] nodes(List<C> changes) {
        return Transaction.longs(changes, Change::node);
    }

    /** Takes the key, unless a living node has it. Nothing comes of it then. */
    static final class Claim extends Change<Claim.Found> {
        private static final String SQL = """
                insert into lr_task as t (key, node, state, at, until)
                select v.key, v.node, 0, clock_timestamp(), clock_timestamp() + interval '1 day' from unnest(?, ?) as v (key, node)
                where exists (select from lr_node n where n.node = v.node and n.lease_until > clock_timestamp()) order by v.key
                on conflict (key) do update set node = excluded.node
                where t.node is null or t.node = excluded.node or not\s""" + IS_HELD + """

                returning t.key, t.record, t.until is null or t.until > clock_timestamp(), t.until is not null""";

        /**
         * What was there.
         *
         * @param record as JSON; null where nothing is known
         */
        record Found(String record, boolean isReusable, boolean isSettled) {
        }

        Claim(String key, long node) {
            super(key, node, false);
        }

        static void write(Transaction transaction, List<Claim> claims) throws SQLException {
            Map<String, Claim> byKey = byKey(claims);
            transaction.query(SQL, row -> byKey.get(row.getString(1)).result(new Found(row.getString(2), row.getBoolean(3), row.getBoolean(4))),
                    keys(claims), nodes(claims));
        }
    }

    /** How far it is. True where the task is still the node's. */
    static final class Put extends Change<Boolean> {
        private static final String SQL = """
                update lr_task t set state = v.state, record = v.record, at = clock_timestamp(), until = clock_timestamp() + v.kept_ms * interval '1 ms'
                from (select * from unnest(?, ?, ?, ?, ?) as v (key, node, state, record, kept_ms) order by key) v
                where t.key = v.key and t.node = v.node returning t.key""";

        private final int state;
        private final String record;
        private final Long keptMillis;

        /** @param kept for how long; null for ever */
        Put(String key, long node, State state, String record, Duration kept) {
            super(key, node, true);
            this.state = state.ordinal();
            this.record = record;
            this.keptMillis = kept == null ? null : kept.toMillis();
        }

        static void write(Transaction transaction, List<Put> puts) throws SQLException {
            Map<String, Put> byKey = byKey(puts);
            puts.forEach(put -> put.result(false));
            transaction.query(SQL, row -> byKey.get(row.getString(1)).result(true), keys(puts), nodes(puts),
                    Transaction.ints(puts, put -> put.state), Transaction.texts(puts, put -> put.record),
                    Transaction.longs(puts, put -> put.keptMillis));
        }
    }

    /** It is about to be sent, and the calls of the whole photo are set aside with it. */
    static final class Send extends Change<Send.Outcome> {
        /** What comes of it. */
        enum Outcome { WRITTEN, SPENT, TAKEN_OVER }

        private static final String SQL = """
                with v as (select * from unnest(?, ?, ?, ?, ?, ?) as v (key, node, record, answer_ms, account, whole)),
                old as (select t.key, t.account, t.month, t.reserved from lr_task t join v on t.key = v.key and t.node = v.node
                  where exists (select from lr_node n where n.node = v.node and n.lease_until > clock_timestamp()) order by t.key for update of t)
                update lr_task t set state = 1, record = v.record, at = clock_timestamp(), until = null, answer_ms = v.answer_ms, account = v.account,
                  month = case when v.account is not null then\s""" + THIS_MONTH + """
                 end, reserved = greatest(v.whole - 1, 0)
                from v join old on old.key = v.key where t.key = v.key
                returning t.key, t.month, old.account, old.month, old.reserved""";

        private final String record;
        private final long answerMillis;
        private final DatabaseQuota quota;
        /** Learnt anew with each photo that is read: what stands with the task is what is counted. */
        private final int whole;
        private boolean isRefused;

        /** @param quota null where nobody counts */
        Send(String key, long node, String record, Duration answerTimeout, DatabaseQuota quota) {
            super(key, node, false);
            this.record = record;
            this.answerMillis = answerTimeout.toMillis();
            this.quota = quota;
            this.whole = quota == null ? 0 : quota.callsOfAPhoto();
        }

        /** The calls of the month do not reach for it. */
        void refuse() {
            isRefused = true;
        }

        static void write(Transaction transaction, List<Send> all) throws SQLException {
            all.forEach(send -> send.result(send.isRefused ? Outcome.SPENT : Outcome.TAKEN_OVER));
            List<Send> sends = all.stream().filter(send -> !send.isRefused).toList();
            Map<String, Send> byKey = byKey(sends);
            transaction.query(SQL, row -> {
                Send send = byKey.get(row.getString(1));
                send.result(Outcome.WRITTEN);
                LocalDate month = row.getObject(2, LocalDate.class);
                LocalDate before = row.getObject(4, LocalDate.class);
                transaction.count(row.getString(3), before, -row.getLong(5));
                if (send.quota != null) {
                    transaction.count(send.quota, month, send.whole);
                }
            }, keys(sends), nodes(sends), Transaction.texts(sends, send -> send.record), Transaction.longs(sends, send -> send.answerMillis),
                    Transaction.texts(sends, send -> send.quota == null ? null : send.quota.account()),
                    Transaction.ints(sends, send -> send.whole));
        }
    }

    /** A call for its result: of those that were set aside, or one more. True where the task is still the node's. */
    static final class Fetch extends Change<Boolean> {
        private static final String SQL = """
                with v as (select * from unnest(?, ?) as v (key, node)),
                old as (select t.key, t.reserved > 0 and t.month =\s""" + THIS_MONTH + """
                 as reserved from lr_task t join v on t.key = v.key and t.node = v.node order by t.key for update of t)
                update lr_task t set reserved = t.reserved - case when old.reserved then 1 else 0 end from old where t.key = old.key
                returning t.key, old.reserved,\s""" + THIS_MONTH;

        private final DatabaseQuota quota;

        Fetch(String key, long node, DatabaseQuota quota) {
            super(key, node, false);
            this.quota = quota;
        }

        static void write(Transaction transaction, List<Fetch> fetches) throws SQLException {
            Map<String, Fetch> byKey = byKey(fetches);
            fetches.forEach(fetch -> fetch.result(false));
            transaction.query(SQL, row -> {
                Fetch fetch = byKey.get(row.getString(1));
                fetch.result(true);
                if (!row.getBoolean(2)) {
                    transaction.count(fetch.quota.account(), row.getObject(3, LocalDate.class), 1);
                }
            }, keys(fetches), nodes(fetches));
        }
    }

    /** A call of those that were written down was not made. Rather not written than written twice: the count may be above the service's. */
    static final class NotMade extends Change<Void> {
        NotMade(String key, long node) {
            super(key, node, false);
        }

        static void write(Transaction transaction, List<NotMade> calls) throws SQLException {
            transaction.update("update lr_task t set reserved = t.reserved + 1 from unnest(?, ?) as v (key, node) where t.key = v.key and t.node = v.node",
                    keys(calls), nodes(calls));
        }
    }

    /** Nobody works on it any more; what was set aside for it is given back, and where nothing is known of it nothing stays. */
    static final class Release extends Change<Void> {
        private static final String OLD = """
                with old as (select t.key, t.account, t.month, t.reserved from lr_task t join unnest(?, ?) as v (key, node)
                  on t.key = v.key and t.node = v.node order by t.key for update of t)
                """;
        private static final String FORGET = OLD + "delete from lr_task t using old where t.key = old.key and t.state = 0 returning old.account, old.month, old.reserved";
        private static final String FREE = OLD + """
                update lr_task t set node = null, reserved = 0 from old where t.key = old.key
                returning old.account, old.month, old.reserved""";

        Release(String key, long node) {
            super(key, node, true);
        }

        static void write(Transaction transaction, List<Release> releases) throws SQLException {
            for (String sql : List.of(FORGET, FREE)) {
                transaction.query(sql, row -> transaction.count(row.getString(1), row.getObject(2, LocalDate.class), -row.getLong(3)),
                        keys(releases), nodes(releases));
            }
        }
    }

    /** What came of it is where it was wanted. */
    static final class Settle extends Change<Void> {
        private static final String OF = """
                from unnest(?, ?, ?) as v (key, result_ms, failure_ms) where t.key = v.key and t.node is null and t.until is null
                """;
        private static final String FORGET = "delete from lr_task t " + OF.replace("from", "using")
                + "and (t.state = 3 and v.result_ms = 0 or t.state = 4 and v.failure_ms = 0 or t.state = 5)";
        private static final String KEEP = "update lr_task t set until = clock_timestamp() + case when t.state = 3 then v.result_ms else v.failure_ms end"
                + " * interval '1 ms' " + OF + "and t.state in (3, 4)";

        private final long resultMillis;
        private final long failureMillis;

        /** @param results for how long a result serves the same photo again; zero is never, and so for failures of the photo */
        Settle(String key, Duration results, Duration failures) {
            super(key, 0, true);
            this.resultMillis = results.toMillis();
            this.failureMillis = failures.toMillis();
        }

        static void write(Transaction transaction, List<Settle> settled) throws SQLException {
            for (String sql : List.of(FORGET, KEEP)) {
                transaction.update(sql, keys(settled), Transaction.longs(settled, settle -> settle.resultMillis),
                        Transaction.longs(settled, settle -> settle.failureMillis));
            }
        }
    }
}
