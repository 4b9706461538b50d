package io.labelrecognition.client.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.Patience;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.PhotoClaims.Name;
import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.TaskRecord;
import io.labelrecognition.client.store.TaskRecord.State;
import io.labelrecognition.client.store.TaskStore;
import io.labelrecognition.client.store.TaskStore.Claim;
import io.labelrecognition.client.store.TaskStore.TakenOverException;
import io.labelrecognition.service.SettableClock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What one node may do while, and after, another was not heard of. */
class FenceTest {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofMillis(500);
    private static final String KEY = TaskStore.key("a photo");
    private static final String TASK = "task-0001";
    private static final Name PHOTO = new Name("an inbox/inbox", "a.jpg");

    private final PGSimpleDataSource database = Postgres.database();
    private final UnreliableDatabase way = new UnreliableDatabase(database);
    private final DatabaseStore one = new DatabaseStore(way.source(), LEASE, Clock.systemUTC());
    private final DatabaseStore other = new DatabaseStore(database, LEASE, Clock.systemUTC());
    private final TaskStore tasks = one.tasks(ANSWER);
    private final TaskStore othersTasks = other.tasks(ANSWER);

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private static Claim claimed(TaskStore tasks) {
        return await().pollInterval(Duration.ofMillis(20)).until(() -> tasks.claim(KEY), claim -> claim != null);
    }

    private void passLease() {
        Instant end = Instant.now().plus(LEASE.multipliedBy(2));
        await().until(() -> Instant.now().isAfter(end));
    }

    @Test
    void aNodeThatLivesKeepsWhatItHoldsForLongerThanALease() throws IOException {
        Claim claim = tasks.claim(KEY);
        one.claim(List.of(PHOTO));
        passLease();
        assertNull(othersTasks.claim(KEY));
        assertEquals(Set.of(), other.claim(List.of(PHOTO)));
        assertEquals(Set.of("a.jpg"), other.heldByOthers(PHOTO.place()));
        assertTrue(claim.sending(1, CallQuota.Share.UNLIMITED));
    }

    @Test
    void whatANodeHeldThatWasCutOffIsOthersAfterItsLeaseAndNeverItsOwnAgain() throws IOException {
        Claim claim = tasks.claim(KEY);
        claim.sending(1, CallQuota.Share.UNLIMITED);
        claim.sent(TASK);
        one.claim(List.of(PHOTO));
        Object mark = one.holder();
        way.cut(true);
        Claim theirs = claimed(othersTasks);
        assertEquals(TASK, theirs.record().taskId());
        assertEquals(Set.of(PHOTO), other.claim(List.of(PHOTO)));
        assertThrows(TakenOverException.class, claim::check);
        assertFalse(one.isHolder(mark));
        way.cut(false);
        assertThrows(TakenOverException.class, () -> claim.finished("another task", new TaskRecord.Finding(List.of(), null, "a service", 1.5)));
        assertThrows(TakenOverException.class, () -> claim.sending(1, CallQuota.Share.UNLIMITED));
        assertThrows(TakenOverException.class, () -> claim.fetching(CallQuota.Share.UNLIMITED));
        claim.release();
        one.release(List.of(PHOTO));
        assertEquals(Set.of(), one.claim(List.of(PHOTO)), "a new start of the node, and it is the other's");
        assertNull(tasks.claim(KEY));
        theirs.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
    }

    /** The database is the judge: where only the node's own clock knew, one that stands still would go on. */
    @Test
    void nothingIsWrittenOverWhatAnotherNodeHasWritten() throws IOException {
        Claim claim = tasks.claim(KEY);
        claim.sending(1, CallQuota.Share.UNLIMITED);
        Postgres.run(database, "update lr_node set lease_until = clock_timestamp() - interval '1 h' where node = (select node from lr_task)");
        Claim theirs = claimed(othersTasks);
        theirs.sent("task of the other");
        assertThrows(IOException.class, () -> claim.sent(TASK));
        claim.release();
        assertEquals("2", Postgres.value(database, "select state from lr_task"));
        assertTrue(Postgres.value(database, "select record from lr_task").contains("task of the other"));
        assertThrows(IOException.class, () -> claim.sending(1, CallQuota.Share.UNLIMITED));
    }

    @Test
    void whatMayStillBeOnItsWayIsLeftAloneUntilItsAnswerWouldHaveCome() throws IOException {
        Claim claim = tasks.claim(KEY);
        claim.sending(1, CallQuota.Share.UNLIMITED);
        way.cut(true);
        String lapses = Postgres.value(database, "select lease_until from lr_node where node = (select node from lr_task)");
        Claim theirs = claimed(othersTasks);
        assertEquals(State.SENDING, theirs.record().state());
        assertEquals("t", Postgres.value(database, "select clock_timestamp() >= timestamptz '" + lapses + "' + interval '"
                + ANSWER.plus(DatabaseTasks.MARGIN).toMillis() + " ms'"));
    }

    @Test
    void aNodeThatStopsHandsOverAtOnceAndWhatItWasSendingOnlyAfterAWhile() throws IOException {
        String sent = TaskStore.key("sent");
        tasks.claim(KEY).sending(1, CallQuota.Share.UNLIMITED);
        Claim other1 = tasks.claim(sent);
        other1.sending(1, CallQuota.Share.UNLIMITED);
        other1.sent(TASK);
        one.claim(List.of(PHOTO));
        one.close();
        assertNotNull(othersTasks.claim(sent));
        assertEquals(Set.of(PHOTO), other.claim(List.of(PHOTO)));
        assertNull(othersTasks.claim(KEY));
    }

    @Test
    void aResultThatCannotBeWrittenForAWhileIsWrittenAsSoonAsItCan() throws IOException {
        Claim claim = tasks.claim(KEY);
        claim.sending(1, CallQuota.Share.UNLIMITED);
        way.cut(true);
        assertThrows(IOException.class, () -> claim.sent(TASK));
        way.cut(false);
        await().until(() -> "2".equals(Postgres.value(database, "select state from lr_task")));
    }

    @Test
    void whatWasTakenWithoutAnAnswerIsGivenBack() throws IOException {
        way.loseAnswer("insert into lr_claim");
        assertThrows(IOException.class, () -> one.claim(List.of(PHOTO)));
        await().until(() -> other.claim(List.of(PHOTO)).size() == 1);
        way.loseAnswer("insert into lr_task");
        assertThrows(IOException.class, () -> tasks.claim(KEY));
        claimed(othersTasks);
    }

    /** Stopped between a write and its commit, it would hold the row for ever. */
    @Test
    void aNodeThatStandsStillInATransactionKeepsNobodyFromARow() throws Exception {
        tasks.claim(KEY).release();
        // its connection is ended, and so its commit fails
        assertThrows(SQLException.class, () -> new Connections(database, LEASE).transact(stands -> {
            stands.update("update lr_task set at = at");
            stands.update("lock table lr_task in exclusive mode");
            assertNotNull(claimed(othersTasks));
            stands.commit();
            return null;
        }));
    }

    /** The database may have been told that it lives, and the answer was lost: for a while the number before would be another node's. */
    @Test
    void aNodeThatStartsOverHasWhatItHeldBefore() throws IOException {
        one.claim(List.of(PHOTO));
        Object before = one.holder();
        Postgres.run(database, "update lr_node set lease_until = clock_timestamp() + interval '1 h'");
        ((Lease) before).end();
        assertEquals(Set.of(PHOTO), one.claim(List.of(PHOTO)));
        assertFalse(one.isHolder(before));
    }

    @Test
    void aSendingAndItsCallsAreWrittenTogetherOrNotAtAll() throws IOException {
        CallQuota quota = one.quota("an account", 100);
        Claim claim = tasks.claim(KEY);
        way.breakAt("lr_ledger");
        assertThrows(IOException.class, () -> claim.sending(1, quota.share()));
        way.breakAt(null);
        assertEquals("0", Postgres.value(database, "select state from lr_task"));
        assertNull(Postgres.value(database, "select calls from lr_ledger"));
        Postgres.run(database, "update lr_task set node = 0");
        assertThrows(IOException.class, () -> claim.sending(1, quota.share()));
        assertNull(Postgres.value(database, "select calls from lr_ledger"), "of what another node has, nothing is counted");
    }

    @Test
    void callsThatWereSetAsideGoOverToWhoeverGoesOn() throws IOException {
        Claim claim = tasks.claim(KEY);
        claim.sending(1, one.quota("an account", 100).share());
        claim.sent(TASK);
        assertEquals("3", Postgres.value(database, "select calls from lr_ledger"));
        way.cut(true);
        Claim theirs = claimed(othersTasks);
        CallQuota.Share share = other.quota("an account", 100).share();
        theirs.fetching(share);
        theirs.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
        share.end(true);
        theirs.release();
        await().until(() -> "2".equals(Postgres.value(database, "select calls from lr_ledger")));
    }

    @Test
    void allNodesTogetherNeverMakeMoreCallsThanThereAre() throws Exception {
        List<DatabaseStore> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            // so long that none is taken for dead, however slow the machine
            nodes.add(new DatabaseStore(database, Duration.ofSeconds(Patience.SECONDS), Clock.systemUTC()));
        }
        AtomicInteger calls = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Callable<Void>> photos = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                DatabaseStore node = nodes.get(i % nodes.size());
                String key = TaskStore.key(String.valueOf(i));
                photos.add(() -> {
                    CallQuota.Share share = node.quota("an account", 100).share();
                    Claim claim = node.tasks(ANSWER).claim(key);
                    if (claim.sending(1, share)) {
                        calls.incrementAndGet();
                        claim.sent(TASK);
                        claim.fetching(share);
                        calls.incrementAndGet();
                        claim.finished(TASK, new TaskRecord.Finding(List.of(), null, "a service", 1.5));
                    }
                    share.end(true);
                    claim.release();
                    return null;
                });
            }
            for (Future<Void> photo : threads.invokeAll(photos)) {
                photo.get();
            }
        } finally {
            threads.shutdownNow();
            nodes.forEach(DatabaseStore::close);
        }
        assertTrue(calls.get() <= 100, () -> calls + " calls");
        assertTrue(calls.get() >= 96, () -> calls + " calls");
        assertEquals(String.valueOf(calls), Postgres.value(database, "select calls from lr_ledger"));
    }

    /** What was set aside is given back when the photo ends, and no sooner. */
    @Test
    void whatIsSetAsideIsNobodyElses() throws IOException {
        Claim claim = tasks.claim(KEY);
        assertTrue(claim.sending(1, one.quota("an account", 5).share()));
        Claim theirs = othersTasks.claim(TaskStore.key("another"));
        CallQuota.Share share = other.quota("an account", 5).share();
        assertFalse(theirs.sending(1, share));
        assertNull(theirs.record());
        claim.release();
        await().until(() -> theirs.sending(1, share));
    }

    @Test
    void clocksOfNodesAnHourApartChangeNothing() throws IOException {
        SettableClock late = new SettableClock();
        late.advance(Duration.ofHours(-1));
        DatabaseStore slow = new DatabaseStore(database, LEASE, late);
        try {
            Claim claim = slow.tasks(ANSWER).claim(KEY);
            assertNull(tasks.claim(KEY));
            claim.sending(1, CallQuota.Share.UNLIMITED);
            claim.sent(TASK);
            passLease();
            assertNull(tasks.claim(KEY));
            claim.check();
            // what a machine does that has slept
            late.advance(LEASE.plusMillis(1));
            assertThrows(TakenOverException.class, claim::check);
        } finally {
            slow.close();
        }
    }

    @Test
    void tablesOfAnotherVersionAreLeftAloneAndSaid() throws IOException {
        tasks.claim(KEY);
        Postgres.run(database, "update lr_schema set version = 2");
        DatabaseStore third = new DatabaseStore(database, LEASE, Clock.systemUTC());
        IOException refused = assertThrows(IOException.class, () -> third.tasks(ANSWER).claim(KEY));
        assertTrue(refused.getMessage().contains("of version 2") && refused.getMessage().contains("version 1"), refused.getMessage());
        third.close();
    }

    @Test
    void nodesThatStartTogetherMakeTheTablesOnce() throws Exception {
        PGSimpleDataSource empty = Postgres.database();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<DatabaseStore> nodes = new ArrayList<>();
        try {
            List<Callable<Object>> starts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                DatabaseStore node = new DatabaseStore(empty, LEASE, Clock.systemUTC());
                nodes.add(node);
                starts.add(node::holder);
            }
            for (Future<Object> start : threads.invokeAll(starts)) {
                start.get();
            }
            List<SharedStore.Node> living = nodes.get(0).nodes();
            assertEquals(6, living.size());
            assertEquals(1, living.stream().filter(SharedStore.Node::isThis).count());
            assertTrue(living.stream().allMatch(node -> node.leaseSeconds() > 0 && node.name().contains("@")), living::toString);
        } finally {
            threads.shutdownNow();
            nodes.forEach(DatabaseStore::close);
        }
    }

    @Test
    void whatNobodyCanHaveAUseForIsSweptAndItsCallsAreGivenBack() throws Exception {
        Claim claim = tasks.claim(KEY);
        claim.sending(1, one.quota("an account", 100).share());
        claim.sent(TASK);
        one.claim(List.of(PHOTO));
        String kept = TaskStore.key("kept");
        Claim living = othersTasks.claim(kept);
        living.sending(1, CallQuota.Share.UNLIMITED);
        living.sent(TASK);
        way.cut(true);
        await().until(() -> other.claim(List.of(PHOTO)).size() == 1);
        other.claim(List.of(new Name(PHOTO.place(), "b.jpg")));
        Postgres.run(database, "update lr_task set until = until - interval '25 h'");
        Postgres.run(database, "insert into lr_claim values ('an inbox/inbox', 'of a dead node', 0); insert into lr_node (name, lease_until) values ('x', now() - interval '8 days')");
        assertFalse(Sweeper.sweep(new Connections(database, LEASE)));
        assertEquals(kept, Postgres.value(database, "select string_agg(key, ' ') from lr_task"), "somebody works on it");
        assertEquals("1", Postgres.value(database, "select calls from lr_ledger"), "the one that was made");
        assertEquals("a.jpg b.jpg", Postgres.value(database, "select string_agg(name, ' ' order by name) from lr_claim"));
        assertNull(Postgres.value(database, "select node from lr_node where name = 'x'"));
    }
}
