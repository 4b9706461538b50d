package io.labelrecognition.client;

import static io.labelrecognition.client.ScriptedService.reply;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.Patience;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.database.Postgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The Kamelet {@code label-recognition-action} in several hosts that share a store. */
class SharedStoreTest {
    /** Where no node is meant to be taken for dead, however slow the machine. */
    private static final String LONG_LEASE = Patience.SECONDS + "s";
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);

    private final PGSimpleDataSource database = Postgres.database();
    private final List<KameletHost> nodes = new ArrayList<>();
    private ScriptedService service;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        nodes.forEach(KameletHost::close);
        service.close();
    }

    private KameletHost node(String... properties) {
        return node(database, properties);
    }

    private KameletHost node(Object source, String... properties) {
        List<String> all = new ArrayList<>(List.of("label.service-url", service.url(), "label.client-id", ScriptedService.CLIENT_ID,
                "label.client-secret", ScriptedService.CLIENT_SECRET, "label.store", "shop", "label.store-lease", "3s", "label.answer-timeout", "10s"));
        all.addAll(List.of(properties));
        KameletHost node = new KameletHost(source == null ? Map.of() : Map.of("shop", source), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:read").routeId("read").to("kamelet:label-recognition-action");
            }
        }, all.toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    private static Reason reason(Exchange exchange) {
        assertNotNull(exchange.getException(), () -> String.valueOf(exchange.getMessage().getBody()));
        return ((LabelRecognitionException) exchange.getException()).getReason();
    }

    private String value(String sql) {
        return Postgres.value(database, sql);
    }

    @Test
    void whatOneNodeHasReadNoneSendsAgain() {
        assertEquals("TEXT\n", node().send(PHOTO).getMessage().getBody());
        assertEquals("TEXT\n", node().send(PHOTO).getMessage().getBody());
        assertEquals(1, service.posts.size());
        assertEquals(1, service.gets.size());
    }

    @Test
    void aSendingIsWrittenDownBeforeItIsMadeAndItsTaskBeforeItIsAskedFor() {
        List<String> states = new CopyOnWriteArrayList<>();
        service.onPost.add(call -> {
            states.add(value("select state || ' ' || (record like '%taskId%') from lr_task"));
            reply(429, "text/plain", "", "Retry-After", "0").to(call);
        });
        service.onGet.add(call -> {
            states.add(value("select state || ' ' || (record like '%taskId%') from lr_task"));
            reply(503, "text/plain", "").to(call);
        });
        assertEquals("TEXT\n", node().send(PHOTO).getMessage().getBody());
        assertEquals(List.of("1 false", "2 true"), states);
        assertEquals("3", value("select state from lr_task"));
        await().until(() -> value("select node from lr_task") == null && value("select until from lr_task") != null);
    }

    @Test
    void aPhotoUnderManyNamesOnManyNodesIsSentOnce() {
        service.latency = Duration.ofMillis(700);
        for (int i = 0; i < 4; i++) {
            node("label.store-lease", LONG_LEASE);
        }
        List<CompletableFuture<Exchange>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(nodes.get(i % 4).begin("direct:read", PHOTO, Map.of()));
        }
        for (CompletableFuture<Exchange> answer : answers) {
            assertEquals("TEXT\n", answer.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join().getMessage().getBody());
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void theBudgetHoldsForAllNodesToTheCall() {
        for (int i = 0; i < 4; i++) {
            node("label.calls-per-month", "100", "label.store-lease", LONG_LEASE);
        }
        List<CompletableFuture<Exchange>> answers = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            answers.add(nodes.get(i % 4).begin("direct:read", ("photo " + i).getBytes(StandardCharsets.UTF_8), Map.of()));
        }
        int read = 0;
        for (CompletableFuture<Exchange> answer : answers) {
            Exchange exchange = answer.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
            if (exchange.getException() == null) {
                read++;
            } else {
                assertEquals(Reason.BUDGET, reason(exchange));
            }
        }
        int calls = service.posts.size() + service.gets.size();
        assertTrue(calls <= 100, () -> calls + " calls");
        assertTrue(read >= 100 / 3, read + " read");
        await().until(() -> String.valueOf(calls).equals(value("select calls from lr_ledger")));
    }

    @Test
    void whatStopsOneNodeStopsAllAndOneOfThemTriesWhetherItIsOver() throws Exception {
        KameletHost one = node();
        KameletHost other = node();
        assertEquals("TEXT\n", other.send(new byte[] {0}).getMessage().getBody());
        service.onPost.add(reply(403, "text/plain", "exhausted", "Retry-After", "8"));
        assertEquals(Reason.PLAN, reason(one.send(new byte[] {1})));
        // nothing is sent until the other node has heard: a photo under way that is read all the same says that all is well again
        CircuitBreakers circuits = other.context().getRegistry().findSingleByType(CircuitBreakers.class);
        await().until(() -> circuits.all().stream().anyMatch(circuit -> circuit.trouble() != null));
        AtomicInteger fresh = new AtomicInteger(1000);
        assertEquals(Reason.PLAN, reason(other.send(String.valueOf(fresh.getAndIncrement()).getBytes(StandardCharsets.UTF_8))));
        int before = service.posts.size();
        // a try that takes its time: nobody else tries meanwhile, though there is something to send
        AtomicBoolean isAnswered = new AtomicBoolean();
        service.onPost.add(call -> {
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                throw new java.io.InterruptedIOException();
            }
            isAnswered.set(true);
            reply(403, "text/plain", "still exhausted", "Retry-After", "1").to(call);
        });
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<CompletableFuture<Exchange>> answers = new ArrayList<>();
        while (!isAnswered.get() && System.nanoTime() < end) {
            for (KameletHost node : nodes) {
                answers.add(node.begin("direct:read", String.valueOf(fresh.getAndIncrement()).getBytes(StandardCharsets.UTF_8), Map.of()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        for (CompletableFuture<Exchange> answer : answers) {
            assertEquals(Reason.PLAN, reason(answer.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join()));
        }
        assertEquals(before + 1, service.posts.size());
        // whoever does not try leaves it to the other
        await().until(() -> one.send(new byte[] {100}).getException() == null);
        await().until(() -> other.send(new byte[] {101}).getException() == null);
        assertNull(value("select account from lr_account"));
    }

    @Test
    void aNodeWithTheWrongSecretStopsNoneThatHasTheRightOne() {
        KameletHost wrong = node("label.client-secret", "wrong");
        KameletHost right = node();
        assertEquals(Reason.CREDENTIALS, reason(wrong.send(new byte[] {1})));
        await().until(() -> value("select account from lr_account") != null);
        assertEquals("TEXT\n", right.send(new byte[] {2}).getMessage().getBody());
        assertFalse(value("select string_agg(a::text, ' ') from lr_account a").contains(ScriptedService.CLIENT_SECRET));
    }

    @Test
    void aNewTokenOfAnotherNodeIsNoneOfTheFirst() {
        node().send(new byte[] {1});
        node().send(new byte[] {2});
        assertEquals("TEXT\n", nodes.get(0).send(new byte[] {3}).getMessage().getBody());
        assertEquals(2, service.tokenRequests.size());
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsSentAndAfterwardsAllGoesOn() throws Exception {
        PGSimpleDataSource away = new PGSimpleDataSource();
        away.setUrl("jdbc:postgresql://127.0.0.1:1/labels");
        KameletHost lost = node(away);
        Exchange failed = lost.send(PHOTO);
        assertEquals(Reason.JOURNAL, reason(failed));
        assertTrue(failed.getException().getMessage().contains("127.0.0.1:1"), failed.getException().getMessage());
        assertEquals(0, service.posts.size());
        away.setUrl(database.getURL());
        away.setUser("postgres");
        await().until(() -> lost.send(PHOTO).getException() == null);
    }

    @Test
    void aStoreThatIsNoBeanIsSaidAtTheStart() {
        Throwable thrown = assertThrows(Exception.class, () -> node((Object) null));
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertTrue(thrown.getMessage().contains("\"shop\"") && thrown.getMessage().contains("label.store"), thrown.getMessage());
    }

    @Test
    void aCleanStopLeavesNothingHeldAndTheNextNodeGoesOnAtOnce() throws Exception {
        service.latency = Duration.ofHours(1);
        KameletHost one = node();
        CompletableFuture<Exchange> waiting = one.begin("direct:read", PHOTO, Map.of());
        // the tables are made by the first photo
        await().ignoreExceptions().until(() -> "2".equals(value("select state from lr_task")));
        one.close();
        waiting.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join();
        service.latency = Duration.ZERO;
        assertEquals("TEXT\n", node().send(PHOTO).getMessage().getBody());
        assertEquals(1, service.posts.size());
    }
}
