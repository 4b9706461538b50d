package io.labelrecognition.hosts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.inbox.Inbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.model.ToDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several inboxes in one application, from properties alone. */
@Execution(ExecutionMode.CONCURRENT)
class RouteTemplatesTest {
    @TempDir
    Path folder;

    private final Host host = new Host();
    private ScriptedService shop;
    private ScriptedService depot;

    @BeforeEach
    void serve() throws Exception {
        shop = new ScriptedService();
        depot = new ScriptedService();
        shop.read = photo -> "shop " + new String(photo, StandardCharsets.UTF_8);
        depot.read = photo -> "depot " + new String(photo, StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() {
        host.close();
        shop.close();
        depot.close();
    }

    @Test
    void eachInboxHasItsOwnFoldersAccountAndSettings() throws Exception {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .withInbox("depot", folder.resolve("depot"), depot)
                .with("camel.kamelet.label-recognition-action.depot.upsampling", "true").start();

        drop("shop", 1);
        drop("depot", 1);

        await().until(() -> Files.exists(folder.resolve("shop/done/0.jpg")) && Files.exists(folder.resolve("depot/done/0.jpg")));
        assertEquals("shop 0\n", Files.readString(folder.resolve("shop/outbox/0.jpg.txt")));
        assertEquals("depot 0\n", Files.readString(folder.resolve("depot/outbox/0.jpg.txt")));
        assertEquals(1, shop.tokenRequests.size());
        assertEquals(1, depot.tokenRequests.size());
        assertFalse(shop.posts.get(0).json().at("/settings/makeUpsampling").asBoolean());
        assertTrue(depot.posts.get(0).json().at("/settings/makeUpsampling").asBoolean());
    }

    @Test
    void anInboxInheritsWhatItDoesNotSayItself() throws Exception {
        Path journal = folder.resolve("journal");
        host.withFolders("shop", folder.resolve("shop"))
                .with("label.service-url", shop.url())
                .with("label.client-id", ScriptedService.CLIENT_ID)
                .with("label.client-secret", ScriptedService.CLIENT_SECRET)
                .with("label.journal", journal)
                .with("label.upsampling", "true")
                .with("label.include", "jpeg")
                .with("label.settle", "50ms")
                .withInbox("depot", folder.resolve("depot"), depot)
                .with("camel.route-template[depot-inbox].include", "jpg")
                .with("camel.kamelet.label-recognition-action.depot.upsampling", "false").start();

        drop("shop", 1);
        drop("depot", 1);
        Files.writeString(folder.resolve("shop/inbox/other.jpeg"), "other");

        await().until(() -> Files.exists(folder.resolve("shop/done/other.jpeg")) && count("depot/done") == 1);
        assertEquals("shop other\n", Files.readString(folder.resolve("shop/outbox/other.jpeg.txt")));
        assertTrue(shop.posts.get(0).json().at("/settings/makeUpsampling").asBoolean());
        assertFalse(depot.posts.get(0).json().at("/settings/makeUpsampling").asBoolean());
        // a photo of another ending is none to the one inbox, and a journal holds for both
        assertEquals(1, count("shop/inbox"));
        Files.writeString(folder.resolve("depot/inbox/again.jpg"), "0");
        await().until(() -> count("depot/done") == 2);
        assertEquals(1, depot.posts.size());
    }

    @Test
    void whatIsMisspeltOrWrongInAHostIsNamedTogether() {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .with("camel.route-template[shop-inbox].setle", "1s")
                .with("camel.route-template[shop-inbox].clientId", "x")
                .with("camel.route-template[shop-inbox].maxInFlight", "none")
                .with(new org.apache.camel.builder.RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:x").to("kamelet:label-recognition-action?serviceURL=http://127.0.0.1:1&jurnal=x&resultTimeout=10x");
                    }
                });

        String message = refusal();

        assertTrue(message.contains("camel.route-template[shop-inbox].setle is unknown: settle is meant, perhaps"), message);
        assertTrue(message.contains("clientId is a parameter of the recognition: set camel.kamelet.label-recognition-action.NAME.clientId"), message);
        assertTrue(message.contains("maxInFlight (label.max-in-flight) is \"none\""), message);
        assertTrue(message.contains("serviceURL is unknown: serviceUrl is meant, perhaps"), message);
        assertTrue(message.contains("jurnal is unknown: journal is meant, perhaps"), message);
        assertTrue(message.contains("resultTimeout (label.timeout) is \"10x\""), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#bean:x", "RAW(x)", "%41", "a&b", "=x", "${x}"})
    void aSecretInAPropertyIsDataWhateverItLooksLike(String secret) throws Exception {
        shop.clientSecret = secret;
        host.withInbox("shop", folder.resolve("shop"), shop).with("camel.kamelet.label-recognition-action.shop.clientSecret", secret).start();
        drop("shop", 1);
        await().until(() -> Files.exists(folder.resolve("shop/done/0.jpg")));
    }

    @Test
    void aSecretMayStandInAPropertyOfAnotherName() throws Exception {
        shop.clientSecret = "#bean:x";
        host.withInbox("shop", folder.resolve("shop"), shop).with("camel.kamelet.label-recognition-action.shop.clientSecret", "{{shop.secret}}")
                .with("shop.secret", "#bean:x").start();
        drop("shop", 1);
        await().until(() -> Files.exists(folder.resolve("shop/done/0.jpg")));
    }

    @Test
    void anInboxAndItsRecognitionOfOneNameAreRefused() {
        host.withFolders("shop", folder.resolve("shop"))
                .with("camel.route-template[shop-inbox].recognition", "kamelet:label-recognition-action/shop-inbox");

        assertTrue(refusal().contains("give it another name than the inbox"));
    }

    @Test
    void aFolderThatNoEndpointCanBeNamedAfterIsRefused() {
        host.withInbox("shop", folder.resolve("in?noop=true"), shop);

        assertTrue(refusal().contains("inboxFolder (label.inbox) is "));
    }

    @Test
    void aJournalInsideAnInboxIsRefused() {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .with("camel.kamelet.label-recognition-action.shop.journal", folder.resolve("shop/inbox/.journal"));

        String message = refusal();

        assertTrue(message.contains("overlaps with the folder " + folder.resolve("shop/inbox")), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in%41", "in#x", "a b+c&d", "in;x", "RAW(x)", "ünd$"})
    void aFolderIsAPathAndNoUri(String name) throws Exception {
        Path odd = Files.createDirectories(folder.resolve(name));
        host.withInbox("shop", odd, shop).start();

        drop(name, 1);

        await().until(() -> Files.exists(odd.resolve("done/0.jpg")));
        assertEquals("shop 0\n", Files.readString(odd.resolve("outbox/0.jpg.txt")));
        try (var all = Files.list(folder)) {
            assertEquals(List.of(odd), all.toList());
        }
    }

    @Test
    void anInboxWithoutAnAccountRefusesToStart() {
        host.withFolders("shop", folder.resolve("shop")).with("label.service-url", shop.url());

        String message = refusal();

        assertTrue(message.contains(folder.resolve("shop/inbox") + " has no account at " + shop.url()), message);
    }

    @Test
    void anInboxDoesNotGiveTheAccountOfOneServiceToAnother() {
        host.withFolders("shop", folder.resolve("shop"))
                .with("label.service-url", shop.url())
                .with("label.client-id", ScriptedService.CLIENT_ID)
                .with("label.client-secret", ScriptedService.CLIENT_SECRET)
                .with("camel.route-template[shop-inbox].recognition", "kamelet:label-recognition-action/shop")
                .with("camel.kamelet.label-recognition-action.shop.serviceUrl", depot.url());

        String message = refusal();

        assertTrue(message.contains("would give the account of " + shop.url() + " to " + depot.url()), message);
    }

    @Test
    void theStartSaysWhereThePhotosOfEachInboxGo() {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .with("camel.kamelet.label-recognition-action.shop.journal", folder.resolve("journal"))
                .withInbox("depot", folder.resolve("depot"), depot).start();

        assertEquals(List.of(
                "inbox " + folder.resolve("depot/inbox") + ": texts to " + folder.resolve("depot/outbox") + ", photos to "
                        + folder.resolve("depot/done") + " and " + folder.resolve("depot/failed") + "; read at " + depot.url() + " for "
                        + ScriptedService.CLIENT_ID + ", without a journal",
                "inbox " + folder.resolve("shop/inbox") + ": texts to " + folder.resolve("shop/outbox") + ", photos to "
                        + folder.resolve("shop/done") + " and " + folder.resolve("shop/failed") + "; read at " + shop.url() + " for "
                        + ScriptedService.CLIENT_ID + ", journal " + folder.resolve("journal")),
                Inbox.all(host.camel()).stream().map(Inbox::toString).sorted().toList());
    }

    private String refusal() {
        Throwable thrown = assertThrows(Exception.class, host::start);
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        return thrown.getMessage();
    }

    @Test
    void twoAccountsAtOneServiceHaveATokenEach() throws Exception {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .withInbox("depot", folder.resolve("depot"), shop)
                // to the scripted service it is the same account; to the cache it is another
                .with("camel.kamelet.label-recognition-action.depot.serviceUrl", shop.url().replace("127.0.0.1", "localhost")).start();

        drop("shop", 3);
        drop("depot", 3);

        await().until(() -> count("shop/done") == 3 && count("depot/done") == 3);
        assertEquals(2, shop.tokenRequests.size());
    }

    @Test
    void eachInboxHasItsOwnBound() throws Exception {
        shop.latency = Duration.ofHours(1);
        host.withInbox("shop", folder.resolve("shop"), shop)
                .with("camel.route-template[shop-inbox].maxInFlight", "2")
                .withInbox("depot", folder.resolve("depot"), depot)
                .with("camel.route-template[depot-inbox].maxInFlight", "3").start();

        drop("shop", 5);
        drop("depot", 5);

        // the one that is full does not hold up the other
        await().until(() -> count("depot/done") == 5);
        await().during(1, SECONDS).until(() -> shop.posts.size() == 2);
    }

    @Test
    void anInboxWhoseAccountIsRefusedDoesNotHoldUpTheOther() throws Exception {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .with("camel.kamelet.label-recognition-action.shop.clientSecret", "wrong")
                .withInbox("depot", folder.resolve("depot"), depot).start();

        drop("shop", 1);
        drop("depot", 1);

        await().until(() -> count("depot/done") == 1 && shop.tokenRequests.size() == 1);
        assertEquals(1, count("shop/inbox"));
        assertEquals(0, shop.posts.size());
    }

    @Test
    void aTextThatWasLostOnItsWayToTheOutboxIsNotPaidForAgain() throws Exception {
        Path broken = Files.createFile(folder.resolve("broken"));
        host.withInbox("shop", folder.resolve("shop"), shop)
                .with("camel.kamelet.label-recognition-action.shop.journal", folder.resolve("journal"))
                .with("camel.kamelet.label-recognition-action.shop.reuseResults", "0")
                .with("whatFails", (camel, step, target, next) -> step instanceof ToDefinition to && to.getUri().startsWith("file:{{label-folder:outboxFolder}}") ? exchange -> {
                    if (Files.exists(broken)) {
                        throw new IllegalStateException("broken");
                    }
                    target.process(exchange);
                } : target).start();

        drop("shop", 1);
        await().until(() -> Files.exists(folder.resolve("shop/failed/0.jpg")));
        assertFalse(Files.exists(folder.resolve("shop/outbox/0.jpg.txt")));
        Files.delete(broken);
        Files.move(folder.resolve("shop/failed/0.jpg"), folder.resolve("shop/inbox/0.jpg"));

        await().until(() -> Files.exists(folder.resolve("shop/done/0.jpg")));
        assertEquals("shop 0\n", Files.readString(folder.resolve("shop/outbox/0.jpg.txt")));
        assertEquals(1, shop.posts.size());
    }

    @Test
    void foldersThatOverlapRefuseToStart() {
        host.withInbox("shop", folder.resolve("shop"), shop)
                .withInbox("depot", folder.resolve("depot"), depot)
                .with("camel.route-template[depot-inbox].outboxFolder", folder.resolve("shop/inbox/texts"));

        String message = refusal();

        assertTrue(message.contains("overlaps"), message);
        assertTrue(message.contains(folder.resolve("shop/inbox").toString()), message);
    }

    private void drop(String inbox, int photos) throws Exception {
        Path into = Files.createDirectories(folder.resolve(inbox).resolve("inbox"));
        for (int i = 0; i < photos; i++) {
            Files.writeString(into.resolve(i + ".part"), Integer.toString(i));
            Files.move(into.resolve(i + ".part"), into.resolve(i + ".jpg"));
        }
    }

    private long count(String where) throws Exception {
        Path there = folder.resolve(where);
        if (!Files.exists(there)) {
            return 0;
        }
        try (var files = Files.list(there)) {
            return files.filter(file -> file.toString().endsWith(".jpg")).count();
        }
    }
}
