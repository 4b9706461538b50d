package io.labelrecognition.app;

import static io.labelrecognition.app.WatchedFolders.awaitFiles;
import static io.labelrecognition.app.WatchedFolders.files;
import static io.labelrecognition.client.ScriptedService.hangUp;
import static io.labelrecognition.client.ScriptedService.reply;
import static io.labelrecognition.client.ScriptedService.result;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.inbox.InProgressRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.BatchConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the inbox to the other three folders: real files, the application's own routes, a service over HTTP. */
@Execution(ExecutionMode.CONCURRENT)
class InboxTest {
    private static final String TASK = "c4b60313-4f78-45f8-b708-069eb98dc22e";

    @TempDir
    private Path directory;
    private ScriptedService service;
    private WatchedFolders folders;

    @BeforeEach
    void lay() throws IOException {
        service = new ScriptedService();
        service.read = photo -> "text of " + new String(photo, StandardCharsets.UTF_8);
        folders = new WatchedFolders(directory, service);
    }

    @AfterEach
    void stop() {
        folders.close();
        service.close();
    }

    private JsonNode reason(String name) throws IOException {
        Path file = folders.failed.resolve(name + ".error.json");
        await().until(() -> Files.exists(file));
        return new ObjectMapper().readTree(file.toFile());
    }

    /** Waits for something that the inbox does beside what a test asserts that it does not: a photo of its own goes through. */
    private void awaitAnotherPhoto() throws IOException {
        folders.drop("another.png", "another");
        await().until(() -> Files.exists(folders.done.resolve("another.png")));
    }

    @Test
    void aPhotoBecomesATextAndGoesToTheDoneOnes() throws Exception {
        folders.start();
        folders.drop("a.jpg", "A");
        awaitFiles(folders.outbox, "a.jpg.txt", "text of A\n");
        awaitFiles(folders.done, "a.jpg", "A");
        assertEquals(Map.of(), files(folders.inbox));
        assertEquals(Map.of(), files(folders.failed));
        assertEquals(1, service.posts.size());
    }

    @Test
    void eachResultHasAFileOfItsOwnWhateverTheServiceCallsIt() throws Exception {
        service.onGet.add(reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\",\"results\":["
                + "{\"type\":\"Text\",\"data\":\"QQ==\"},{\"type\":\"Text\",\"data\":\"Qg==\"},{\"type\":\"text\",\"data\":\"Qw==\"},"
                + "{\"type\":\"ImagePNG\",\"data\":\"RA==\"},{\"type\":\"Preview\",\"data\":\"RQ==\"},{\"type\":\"X/../..\",\"data\":\"Rg==\"}],\"error\":null}"));
        folders.start();
        folders.drop("a.jpg", "A");
        awaitFiles(folders.done, "a.jpg", "A");
        assertEquals(Map.of("a.jpg.txt", "A", "a.jpg.2.txt", "B", "a.jpg.3.txt", "C", "a.jpg.png", "D", "a.jpg.preview.png", "E", "a.jpg.x", "F"), files(folders.outbox));
    }

    @Test
    void photosThatAreFinishedAreNotRemembered() throws Exception {
        CompletableFuture<String> text = new CompletableFuture<>();
        service.read = photo -> text.join();
        CamelContext context = folders.start();
        InProgressRepository inProgress = assertInstanceOf(InProgressRepository.class,
                ((FileEndpoint) inbox(context).getEndpoint()).getInProgressRepository());
        folders.drop("a.jpg", "A");
        folders.drop("b.jpg", "B");
        await().until(() -> service.posts.size() == 2);
        assertEquals(Set.of(folders.inbox.resolve("a.jpg").toString(), folders.inbox.resolve("b.jpg").toString()), inProgress.getCache().keySet());
        text.complete("text");
        awaitFiles(folders.done, "a.jpg", "A", "b.jpg", "B");
        await().until(() -> inProgress.getCache().isEmpty());
    }

    /** The route that lists the folder: the source's. */
    private static Route inbox(CamelContext context) {
        return context.getRoutes().stream().filter(route -> route.getEndpoint() instanceof FileEndpoint).findFirst().orElseThrow();
    }

    /** A scheduler of one's own does not get what its endpoint is told. */
    @Test
    void itIsLookedIntoAtOnceAndTwiceASecond() throws Exception {
        ScheduledPollConsumer consumer = (ScheduledPollConsumer) inbox(folders.start()).getConsumer();
        DefaultScheduledPollConsumerScheduler scheduler = (DefaultScheduledPollConsumerScheduler) consumer.getScheduler();
        assertEquals(List.of(0L, 500L), List.of(scheduler.getInitialDelay(), scheduler.getDelay()));
    }

    @Test
    void noPhotoStarvesWhileMoreComeThanCanBeRead() throws Exception {
        AtomicInteger later = new AtomicInteger();
        service.read = photo -> {
            for (int i = 0; i < 2; i++) {
                drop("later-" + later.incrementAndGet() + ".jpg");
            }
            return "text";
        };
        CamelContext context = folders.set("LABEL_MAX_IN_FLIGHT", "1").start();
        // a listing ends far before the end of the inbox
        BatchConsumer consumer = (BatchConsumer) inbox(context).getConsumer();
        consumer.setMaxMessagesPerPoll(3);
        ((FileEndpoint) consumer.getEndpoint()).setMaxMessagesPerPoll(3);
        for (int i = 0; i < 10; i++) {
            drop("early-" + i + ".jpg");
        }
        await().until(() -> files(folders.done).keySet().stream().filter(name -> name.startsWith("early")).count() == 10);
        await("more came than were read").until(() -> files(folders.inbox).size() > 3);
    }

    private void drop(String name) {
        try {
            folders.drop(name, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void subFoldersAreKept() throws Exception {
        folders.drop("2024/may/a.jpg", "A");
        folders.drop("2024/june/a.jpg", "B");
        folders.start();
        awaitFiles(folders.outbox, "2024/may/a.jpg.txt", "text of A\n", "2024/june/a.jpg.txt", "text of B\n");
        awaitFiles(folders.done, "2024/may/a.jpg", "A", "2024/june/a.jpg", "B");
    }

    @Test
    void twoPhotosOfOneStemHaveATextEach() throws Exception {
        folders.drop("a.jpg", "A");
        folders.drop("a.png", "B");
        folders.drop("A.JPG", "C");
        folders.start();
        awaitFiles(folders.outbox, "a.jpg.txt", "text of A\n", "a.png.txt", "text of B\n", "A.JPG.txt", "text of C\n");
    }

    @Test
    void aNameThatIsTakenByOtherBytesIsNotOverwritten() throws Exception {
        Files.createDirectories(folders.outbox);
        Files.writeString(folders.outbox.resolve("text.jpg.txt"), "mine");
        Files.createDirectories(folders.done);
        Files.writeString(folders.done.resolve("photo.jpg"), "mine");
        folders.drop("text.jpg", "A");
        folders.drop("photo.jpg", "B");
        folders.start();
        awaitFiles(folders.outbox, "text.jpg.txt", "mine", "text-2.jpg.txt", "text of A\n", "photo-2.jpg.txt", "text of B\n");
        awaitFiles(folders.done, "text-2.jpg", "A", "photo.jpg", "mine", "photo-2.jpg", "B");
        folders.drop("photo.jpg", "C");
        awaitFiles(folders.done, "text-2.jpg", "A", "photo.jpg", "mine", "photo-2.jpg", "B", "photo-3.jpg", "C");
    }

    @Test
    void aFailedPhotoOverwritesNothing() throws Exception {
        Files.createDirectories(folders.failed);
        Files.writeString(folders.failed.resolve("a.jpg"), "mine");
        Files.writeString(folders.failed.resolve("b.jpg.error.json"), "mine");
        service.onPost.add(reply(400, "application/json", "{}"));
        service.onPost.add(reply(400, "application/json", "{}"));
        folders.drop("a.jpg", "A");
        folders.drop("b.jpg", "B");
        folders.start();
        assertEquals("refused", reason("a-2.jpg").get("reason").asText());
        assertEquals("refused", reason("b-2.jpg").get("reason").asText());
        await().until(() -> files(folders.inbox).isEmpty());
        assertEquals(Set.of("a.jpg", "a-2.jpg", "a-2.jpg.error.json", "b.jpg.error.json", "b-2.jpg", "b-2.jpg.error.json"),
                files(folders.failed).keySet());
        assertEquals("mine", files(folders.failed).get("a.jpg"));
        assertEquals("A", files(folders.failed).get("a-2.jpg"));
        assertEquals("mine", files(folders.failed).get("b.jpg.error.json"));
    }

    @Test
    void theSamePhotoUnderTheSameNameNeedsNoSecondName() throws Exception {
        folders.start();
        folders.drop("a.jpg", "A");
        awaitFiles(folders.done, "a.jpg", "A");
        folders.drop("a.jpg", "A");
        await().until(() -> files(folders.inbox).isEmpty());
        awaitFiles(folders.done, "a.jpg", "A");
        awaitFiles(folders.outbox, "a.jpg.txt", "text of A\n");
    }

    @Test
    void anyNameIsKept() throws Exception {
        List<String> names = List.of("two words.jpg", "it's.jpg", "\"quoted\".jpg", "100%.jpg", "%41%2F.jpg", "übergröße ✓ 标签.jpg",
                "a..b.jpg", "...jpg.png", "..b/c.jpg", "${body}.jpg", "${file:name}.jpg", "$simple{body}.png", "{{label.inbox}}.jpg", "#hash.jpg", "-dash.jpg", "--serve.jpg",
                "a&b=c?d.jpg", "semi;colon,comma.jpg", "new\nline.jpg", "RAW(x).jpg", "x".repeat(200) + ".jpg",
                "ends.jpg.JPEG", " leading.jpg", "50%/d${x}/#1.jpg", "(1).jpg", "[a].jpg", "a+b.jpg", "*.jpg", "~.jpg", "a~1.gif");
        List<String> expectedTexts = new ArrayList<>();
        List<String> expectedPhotos = new ArrayList<>();
        for (String name : names) {
            if (!name.startsWith("..")) {
                expectedTexts.addAll(List.of(name + ".txt", "text of " + names.indexOf(name) + "\n"));
                expectedPhotos.addAll(List.of(name, "" + names.indexOf(name)));
            }
            folders.drop(name, "" + names.indexOf(name));
        }
        folders.start();
        awaitFiles(folders.done, expectedPhotos.toArray(String[]::new));
        awaitFiles(folders.outbox, expectedTexts.toArray(String[]::new));
        assertEquals(Map.of(), files(folders.failed));
        // nothing outside
        assertEquals(Set.of("inbox", "outbox", "done", "failed", "journal"), children(directory, "failed"));
    }

    @Test
    void aNameThatCannotBeKeptIsLeftAloneAndHoldsUpNoOther() throws Exception {
        folders.drop("back\\slash.jpg", "A");
        folders.start();
        awaitAnotherPhoto();
        awaitFiles(folders.inbox, "back\\slash.jpg", "A");
        assertEquals(1, service.posts.size());
    }

    private static Set<String> children(Path folder, String... further) throws IOException {
        Set<String> names = new TreeSet<>(Arrays.asList(further));
        try (var files = Files.list(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @Test
    void anEmptyOrTooLargePhotoFailsUnsentAndTheOthersGoOn() throws Exception {
        folders.set("LABEL_MAX_PHOTO_BYTES", "1KB");
        folders.drop("empty.png", "");
        folders.drop("empty.jpg", "");
        folders.drop("large.png", "x".repeat(1025));
        folders.drop("good.png", "x".repeat(1024));
        folders.start();
        awaitFiles(folders.done, "good.png", "x".repeat(1024));
        for (String name : List.of("empty.png", "large.png", "empty.jpg")) {
            JsonNode reason = reason(name);
            assertEquals("photo", reason.get("reason").asText());
            assertTrue(reason.get("taskId").isNull());
            assertTrue(reason.get("detail").asText().contains(name.startsWith("large") ? "label.max-photo-bytes" : "empty"), reason::toString);
        }
        assertEquals(1, service.posts.size());
    }

    @Test
    void aPhotoThatIsStillBeingWrittenIsSentOnceAndWhole() throws Exception {
        folders.set("LABEL_SETTLE", "500ms");
        folders.start();
        Path photo = folders.inbox.resolve("slow.png");
        Files.createDirectories(folders.inbox);
        CompletableFuture<Void> copying = CompletableFuture.runAsync(() -> {
            try (OutputStream out = Files.newOutputStream(photo)) {
                for (int i = 0; i < 12; i++) {
                    out.write("0123456789".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitFiles(folders.done, "slow.png", "0123456789".repeat(12));
        copying.join();
        assertEquals(1, service.posts.size());
        assertArrayEquals("0123456789".repeat(12).getBytes(StandardCharsets.UTF_8), service.photos().get(0));
    }

    @Test
    void aJpegWithoutItsEndMarkerIsWaitedForLonger() throws Exception {
        folders.set("LABEL_SETTLE", "2s");
        folders.start();
        Files.createDirectories(folders.inbox);
        byte[] whole = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3, 4, 5, 6, (byte) 0xFF, (byte) 0xD9};
        Path photo = folders.inbox.resolve("half.jpg");
        Files.write(photo, Arrays.copyOf(whole, 6));
        // another one, dropped afterwards, goes through meanwhile
        awaitAnotherPhoto();
        assertTrue(Files.exists(photo));
        Files.write(photo, whole);
        await().until(() -> Files.exists(folders.done.resolve("half.jpg")));
        assertArrayEquals(whole, service.photos().get(1));
        assertEquals(2, service.posts.size());
    }

    @Test
    void aJpegThatNeverGetsItsEndMarkerIsReadAllTheSame() throws Exception {
        folders.start();
        Files.createDirectories(folders.inbox);
        Files.write(folders.inbox.resolve("cut.jpg"), new byte[] {(byte) 0xFF, (byte) 0xD8, 1, 2, 3, 4});
        await().until(() -> Files.exists(folders.done.resolve("cut.jpg")));
        assertEquals(1, service.posts.size());
    }

    @Test
    void aPhotoMovedInWithAnOldDateIsWholeWhenItsCopyIs() throws Exception {
        folders.set("LABEL_SETTLE", "500ms");
        folders.start();
        Path photo = folders.drop("old.png", "old");
        Files.setLastModifiedTime(photo, java.nio.file.attribute.FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        folders.drop("future.png", "future");
        Files.setLastModifiedTime(folders.inbox.resolve("future.png"), java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(86400)));
        awaitFiles(folders.done, "old.png", "old", "future.png", "future");
    }

    @Test
    void whatIsNoPhotoIsLeftAlone() throws Exception {
        List<String> names = List.of("a.jpg.part", "a.jpg.tmp", "a.part", "a.error.json", "notes.txt", "jpg", "a.jpg.PART", "b/c.svg");
        for (String name : names) {
            folders.drop(name, name);
        }
        folders.drop(".hidden.jpg", "hidden");
        folders.drop(".hidden/a.jpg", "hidden");
        folders.drop("a.part.jpg", "a photo");
        folders.drop("x.WebP", "a photo, too");
        folders.start();
        awaitFiles(folders.done, "a.part.jpg", "a photo", "x.WebP", "a photo, too");
        awaitAnotherPhoto();
        assertEquals(Set.copyOf(names), files(folders.inbox).keySet());
        assertTrue(Files.exists(folders.inbox.resolve(".hidden.jpg")));
        assertTrue(Files.exists(folders.inbox.resolve(".hidden/a.jpg")));
        assertEquals(3, service.posts.size());
    }

    @Test
    void aTextThatCannotBeWrittenLeavesThePhotoAndIsNotPaidForAgain() throws Exception {
        Files.createDirectories(folders.outbox);
        Files.writeString(folders.outbox.resolve("sub"), "a file where a folder should be");
        folders.drop("sub/a.jpg", "A");
        folders.start();
        await().until(() -> service.gets.size() == 1);
        folders.stop();
        assertEquals(Map.of("sub/a.jpg", "A"), files(folders.inbox));
        assertEquals(Map.of(), files(folders.failed));
        Files.delete(folders.outbox.resolve("sub"));
        folders.start();
        awaitFiles(folders.outbox, "sub/a.jpg.txt", "text of A\n");
        awaitFiles(folders.done, "sub/a.jpg", "A");
        assertEquals(1, service.posts.size());
    }

    @Test
    void aFailedPhotoHasItsReasonBesideItAndMovingItBackTriesAgain() throws Exception {
        service.onGet.add(result(TASK, "Error", "Error", null, "{\"messages\":[\"Too dark.\"],\"warnings\":null}"));
        service.onGet.add(result(TASK, "Error", "Error", null, "{\"messages\":[\"Still too dark.\"],\"warnings\":null}"));
        folders.start();
        folders.drop("sub/a.jpg", "A");
        JsonNode first = reason("sub/a.jpg");
        await().until(() -> Files.exists(folders.failed.resolve("sub/a.jpg")));
        assertEquals("error", first.get("reason").asText());
        assertTrue(first.get("detail").asText().contains("Too dark."), first::toString);
        assertEquals(1, first.get("attempts").asInt());
        assertEquals(service.gets.get(0).query(), "id=" + first.get("taskId").asText());
        assertFalse(Instant.parse(first.get("at").asText()).isAfter(Instant.now()));

        Files.move(folders.failed.resolve("sub/a.jpg"), folders.inbox.resolve("sub/a.jpg"));
        await().until(() -> Files.exists(folders.failed.resolve("sub/a.jpg")));
        JsonNode second = reason("sub/a.jpg");
        assertEquals(2, second.get("attempts").asInt());
        assertTrue(second.get("detail").asText().contains("Still too dark."), second::toString);
        assertEquals(2, service.posts.size());
        assertEquals(Set.of("sub/a.jpg", "sub/a.jpg.error.json"), files(folders.failed).keySet());

        Files.move(folders.failed.resolve("sub/a.jpg"), folders.inbox.resolve("sub/a.jpg"));
        awaitFiles(folders.done, "sub/a.jpg", "A");
        awaitFiles(folders.failed);
        assertEquals(3, service.posts.size());
    }

    @Test
    void aPhotoWhoseTimeWasOverIsAskedForAgainAndNotSentAgain() throws Exception {
        service.latency = Duration.ofHours(1);
        folders.set("LABEL_TIMEOUT", "1s");
        folders.start();
        folders.drop("a.jpg", "A");
        JsonNode reason = reason("a.jpg");
        assertEquals("timeout", reason.get("reason").asText());
        await().until(() -> Files.exists(folders.failed.resolve("a.jpg")));
        service.latency = Duration.ZERO;
        Files.move(folders.failed.resolve("a.jpg"), folders.inbox.resolve("a.jpg"));
        awaitFiles(folders.done, "a.jpg", "A");
        assertEquals(1, service.posts.size());
        awaitFiles(folders.failed);
    }

    @Test
    void anAmbiguousSendingGoesToTheFailedOnesWhereItIsNotToBeRepeated() throws Exception {
        folders.set("LABEL_RESEND_AMBIGUOUS", "false");
        service.onPost.add(hangUp());
        folders.start();
        folders.drop("a.jpg", "A");
        JsonNode reason = reason("a.jpg");
        assertEquals("ambiguous", reason.get("reason").asText());
        assertEquals(1, service.posts.size());
        // moving it back is the consent
        await().until(() -> Files.exists(folders.failed.resolve("a.jpg")));
        Files.move(folders.failed.resolve("a.jpg"), folders.inbox.resolve("a.jpg"));
        awaitFiles(folders.done, "a.jpg", "A");
        assertEquals(2, service.posts.size());
    }

    @Test
    void refusedCredentialsLeaveThePhotosInTheInboxUntilTheyAreAccepted() throws Exception {
        service.onToken.add(reply(400, "application/json", "{\"error\":\"invalid_client\"}", "Retry-After", "2"));
        service.onToken.add(reply(429, "application/json", "{}", "Retry-After", "1"));
        for (int i = 0; i < 20; i++) {
            folders.drop(i + ".jpg", "" + i);
        }
        folders.start();
        await().until(() -> service.tokenRequests.size() == 1);
        assertEquals(20, files(folders.inbox).size());
        await().until(() -> files(folders.done).size() == 20);
        assertEquals(3, service.tokenRequests.size());
        assertEquals(20, service.posts.size());
        assertEquals(Map.of(), files(folders.failed));
        assertTrue(Duration.between(service.tokenRequests.get(0).at(), service.tokenRequests.get(1).at()).toMillis() >= 1900);
    }

    @Test
    void anExhaustedPlanLeavesThePhotosInTheInbox() throws Exception {
        for (int i = 0; i < 3; i++) {
            service.onPost.add(reply(403, "application/json", "{}", "Retry-After", "1"));
            folders.drop(i + ".jpg", "" + i);
        }
        folders.start();
        await().until(() -> files(folders.done).size() == 3);
        assertEquals(Map.of(), files(folders.failed));
        assertEquals(1, service.tokenRequests.size());
    }

    @Test
    void aPhotoThatIsToBlameHoldsUpNoOther() throws Exception {
        service.read = photo -> {
            if (new String(photo, StandardCharsets.UTF_8).equals("poison")) {
                throw new IllegalStateException("poison");
            }
            return "fine";
        };
        folders.set("LABEL_MAX_IN_FLIGHT", "2").set("LABEL_TIMEOUT", "3s");
        folders.drop("poison.jpg", "poison");
        for (int i = 0; i < 6; i++) {
            folders.drop(i + ".jpg", "" + i);
        }
        folders.start();
        await().until(() -> files(folders.done).size() == 6);
        assertEquals("timeout", reason("poison.jpg").get("reason").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "inbox/done", "."})
    void foldersThatOverlapRefuseToStart(String done) {
        folders.set("LABEL_DONE", directory.resolve(done).normalize().toString());
        Exception refused = assertThrows(Exception.class, folders::start);
        StringBuilder words = new StringBuilder();
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            words.append(cause.getMessage()).append('\n');
        }
        assertTrue(words.toString().contains("overlap"), words::toString);
    }

    @Test
    void aLinkDoesNotLeadOutOfTheInbox() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside/deep"));
        Files.writeString(outside.resolve("secret.jpg"), "secret");
        Files.createDirectories(folders.inbox.resolve("own"));
        Files.createSymbolicLink(folders.inbox.resolve("link"), directory.resolve("outside"));
        Files.createSymbolicLink(folders.inbox.resolve("link.jpg"), outside.resolve("secret.jpg"));
        Files.createSymbolicLink(folders.inbox.resolve("own/round"), folders.inbox);
        folders.start();
        awaitAnotherPhoto();
        awaitFiles(folders.outbox, "another.png.txt", "text of another\n");
        assertEquals("secret", Files.readString(outside.resolve("secret.jpg")));
        assertEquals(1, service.posts.size());
    }

    @Test
    void noMorePhotosThanAllowedAreInFlight() throws Exception {
        folders.set("LABEL_MAX_IN_FLIGHT", "3");
        List<Integer> atOnce = new java.util.concurrent.CopyOnWriteArrayList<>();
        service.latency = Duration.ofMillis(600);
        for (int i = 0; i < 12; i++) {
            folders.drop(i + ".jpg", "" + i);
            service.onPost.add(call -> {
                atOnce.add(service.posts.size() - files(folders.done).size());
                service.post(call);
            });
        }
        folders.start();
        await().until(() -> files(folders.done).size() == 12);
        // one more may be between its text and its move
        assertTrue(atOnce.stream().allMatch(count -> count <= 3), atOnce::toString);
        assertTrue(atOnce.contains(3), atOnce::toString);
    }

    @Test
    void twoInboxesOfTwoAccountsKeepApart() throws Exception {
        Path second = Files.createDirectories(directory.resolve("second"));
        StringBuilder properties = new StringBuilder();
        try (ScriptedService other = new ScriptedService()) {
            other.read = photo -> "other";
            Map.of("template-id", "label-inbox", "inboxFolder", second.resolve("in").toString(), "outboxFolder", second.resolve("out").toString(),
                    "doneFolder", second.resolve("done").toString(), "failedFolder", second.resolve("failed").toString(), "settle", "100ms",
                    "recognition", "kamelet:label-recognition-action/other")
                    .forEach((name, value) -> properties.append("camel.route-template[second].").append(name).append('=').append(value).append('\n'));
            other.clientId = "another-client";
            Map.of("serviceUrl", other.url(), "clientId", other.clientId, "clientSecret", other.clientSecret)
                    .forEach((name, value) -> properties.append("camel.kamelet.label-recognition-action.other.").append(name).append('=').append(value).append('\n'));
            Files.writeString(directory.resolve("application.properties"), properties);
            folders.drop("a.jpg", "A");
            Files.createDirectories(second.resolve("in"));
            Files.writeString(second.resolve("in/a.jpg"), "B");
            folders.start();
            awaitFiles(folders.outbox, "a.jpg.txt", "text of A\n");
            awaitFiles(second.resolve("out"), "a.jpg.txt", "other\n");
            folders.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{x}}", "#bean:x", "RAW(x)", "%41", "a&b=c", "a+b", "$ENV", "ENC(x)", "back\\slash", "${body}", " x ", "{{label.client-id}}"})
    void aCredentialIsDataWhateverItLooksLike(String credential) throws Exception {
        service.clientSecret = credential;
        service.clientId = credential;
        folders.set("LABEL_CLIENT_ID", credential).set("LABEL_CLIENT_SECRET", credential).start();
        folders.drop("a.jpg", "A");
        awaitFiles(folders.done, "a.jpg", "A");
    }

    @Test
    void anAccountThatTheLocalServiceDoesNotKnowRefusesToStart() throws Exception {
        Files.writeString(directory.resolve("application.properties"), """
                camel.route-template[inbox].recognition=kamelet:label-recognition-action/shop
                camel.kamelet.label-recognition-action.shop.clientId=somebody
                camel.kamelet.label-recognition-action.shop.clientSecret=else
                """);
        folders.set("LABEL_SERVICE_URL", "").set("LABEL_LOCAL_PORT", "0");

        Throwable thrown = assertThrows(Exception.class, folders::start);
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertTrue(thrown.getMessage().contains("does not know the account somebody"), thrown.getMessage());
    }

    @Test
    void aPhotoThatIsReplacedWhileItIsReadIsANewOne() throws Exception {
        CompletableFuture<String> text = new CompletableFuture<>();
        service.read = photo -> new String(photo, StandardCharsets.UTF_8).equals("OLD") ? text.join() : "the new text";
        folders.start();
        folders.drop("latest.jpg", "OLD");
        await().until(() -> service.posts.size() == 1);

        Files.copy(Files.writeString(directory.resolve("new"), "NEW"), folders.inbox.resolve("latest.jpg"), StandardCopyOption.REPLACE_EXISTING);
        text.complete("the old text");

        awaitFiles(folders.outbox, "latest.jpg.txt", "the old text\n", "latest-2.jpg.txt", "the new text\n");
        awaitFiles(folders.done, "latest-2.jpg", "NEW");
        assertEquals(Map.of(), files(folders.failed));
    }

    @Test
    void aPhotoThatIsReplacedBeforeItIsSentIsNotTakenForTheOldOne() throws Exception {
        service.onToken.add(call -> {
            Files.writeString(folders.inbox.resolve("latest.jpg"), "a NEW one, and longer");
            service.tokens.add("token");
            reply(200, "application/json", "{\"access_token\":\"token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}").to(call);
        });
        folders.drop("latest.jpg", "OLD");
        folders.start();
        awaitFiles(folders.done, "latest.jpg", "a NEW one, and longer");
        folders.drop("again.jpg", "OLD");

        awaitFiles(folders.outbox, "latest.jpg.txt", "text of a NEW one, and longer\n", "again.jpg.txt", "text of OLD\n");
        assertEquals(List.of("a NEW one, and longer", "OLD"),
                service.photos().stream().map(photo -> new String(photo, StandardCharsets.UTF_8)).toList());
    }

    @Test
    void aPhotoThatIsRemovedBeforeItIsSentIsNoFailure() throws Exception {
        service.onToken.add(call -> {
            Files.delete(folders.inbox.resolve("a.jpg"));
            service.tokens.add("token");
            reply(200, "application/json", "{\"access_token\":\"token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}").to(call);
        });
        folders.drop("a.jpg", "A");
        folders.start();
        await().until(() -> service.tokenRequests.size() == 1);

        awaitAnotherPhoto();
        assertEquals(1, service.posts.size());
        assertEquals(Map.of(), files(folders.failed));
    }

    @Test
    void aPhotoThatCannotBeDeliveredHoldsUpNoOther() throws Exception {
        Files.createDirectories(folders.outbox);
        Files.writeString(folders.outbox.resolve("sub"), "a file where a folder should be");
        folders.drop("sub/a.jpg", "A");
        Files.createDirectories(folders.done);
        Files.writeString(folders.done.resolve("other"), "a file where a folder should be");
        folders.drop("other/b.jpg", "B");
        String longest = "n".repeat(247) + ".jpg";
        folders.drop(longest, "C");
        folders.start();
        await().until(() -> service.gets.size() == 2);

        folders.drop("c.jpg", "C");
        folders.drop("d.jpg", "D");
        await().until(() -> files(folders.done).keySet().containsAll(Set.of("c.jpg", "d.jpg")));
        assertEquals(Map.of("sub/a.jpg", "A", "other/b.jpg", "B", longest, "C"), files(folders.inbox));
        assertEquals(Map.of(), files(folders.failed));
        assertEquals(4, service.posts.size());
    }

    @Test
    void aFileOfFourGigabytesIsRefusedWithoutALookInside() throws Exception {
        Files.createDirectories(folders.inbox);
        try (java.io.RandomAccessFile sparse = new java.io.RandomAccessFile(folders.inbox.resolve("huge.jpg").toFile(), "rw")) {
            sparse.writeShort(0xFFD8);
            sparse.setLength(4L << 30);
            sparse.seek((4L << 30) - 2);
            sparse.writeShort(0xFFD9);
        }
        folders.start();
        JsonNode reason = reason("huge.jpg");
        assertEquals("photo", reason.get("reason").asText());
        assertTrue(reason.path("sha256").isNull() || reason.path("sha256").isMissingNode());
        assertEquals(0, service.posts.size());
    }

    @Test
    void foldersThatAreTooDeepHoldUpNoOther() throws Exception {
        Path deep = folders.inbox;
        for (int i = 0; i < 800; i++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        folders.start();
        awaitAnotherPhoto();
        folders.drop("d/d/d/shallow.jpg", "S");
        await().until(() -> Files.exists(folders.done.resolve("d/d/d/shallow.jpg")));
    }

    @Test
    void anInboxThatIsRemovedAndMadeAgainGoesOn() throws Exception {
        folders.start();
        folders.drop("a.jpg", "A");
        awaitFiles(folders.done, "a.jpg", "A");
        try (var files = Files.walk(folders.inbox)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        folders.drop("b.jpg", "B");
        awaitFiles(folders.done, "a.jpg", "A", "b.jpg", "B");
    }
}
