package io.labelrecognition.app;

import static io.labelrecognition.client.ScriptedService.reply;
import static io.labelrecognition.client.ScriptedService.result;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.CapturedOutput;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.database.Postgres;
import io.labelrecognition.examples.SamplePhotos;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The README's table of messages: each is provoked, and read where the user would read it. */
class MessagesTest {
    /** A row begins so; the cells are the place, the cause and the message. */
    private static final Pattern ROW = Pattern.compile("\\| (start|failed|log|standard error|page) \\| (.*?) \\| `(.*)` \\|");

    @TempDir
    private Path directory;
    private ScriptedService service;
    private final PGSimpleDataSource database = Postgres.database();
    private final Map<String, Provocation> causes = new TreeMap<>();

    /** Does what the cause says, and gives what was said then. */
    private interface Provocation {
        String said() throws Exception;
    }

    record Row(String place, String cause, String message) {
        @Override
        public String toString() {
            return place + ": " + cause;
        }
    }

    static List<Row> rows() throws Exception {
        return Files.readString(Path.of("README.md")).lines().map(ROW::matcher).filter(row -> row.matches())
                .map(row -> new Row(row.group(1), row.group(2), row.group(3))).toList();
    }

    @BeforeEach
    void prepare() throws Exception {
        service = new ScriptedService();
        start();
        failed();
        stops();
        left();
        shared();
        named();
        page();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSaidIsWhatStandsThere(Row row) throws Exception {
        Provocation provocation = causes.get(row.cause());
        assertTrue(provocation != null, () -> "nobody knows how to provoke: " + row.cause());
        String said = provocation.said();
        String pattern = Arrays.stream(row.message().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*?"));
        assertTrue(Pattern.compile(pattern).matcher(said).find(), () -> "said was:\n" + said + "\nand not:\n" + row.message());
    }

    @Test
    void eachIsInTheTable() throws Exception {
        assertEquals(causes.keySet(), rows().stream().map(Row::cause).collect(Collectors.toCollection(TreeSet::new)));
    }

    private WatchedFolders folders(String... variables) {
        return new WatchedFolders(directory, service, variables);
    }

    // ---- at the start

    private void start() {
        causes.put("a value that a setting does not take", () -> refused(folders("LABEL_SETTLE", "5 s")));
        causes.put("an empty one that has to be there", () -> refused(folders("LABEL_INBOX", "")));
        causes.put("a setting that there is not", () -> refusedWith("label.inbx=photos", folders()));
        causes.put("a parameter of an inbox that there is not", () -> refusedWith("camel.route-template[inbox].maxInFlght=3", folders()));
        causes.put("a setting of the recognition that stands at an inbox", () -> refusedWith("camel.route-template[inbox].clientId=me", folders()));
        causes.put("a service without an account", () -> refused(folders("LABEL_CLIENT_ID", "")));
        causes.put("an account without its secret", () -> refused(folders("LABEL_CLIENT_SECRET", "")));
        causes.put("no service at all", () -> refused(folders("LABEL_SERVICE_URL", "", "LABEL_LOCAL_SERVICE", "false")));
        causes.put("a preview of what the cloud reads", () -> refused(folders("LABEL_SERVICE_URL", "https://labels.invalid", "LABEL_PREVIEW", "true")));
        causes.put("models that do not fit", () -> refused(folders("LABEL_SERVICE_URL", "", "LABEL_MODELS", Files.createDirectory(directory.resolve("models")).toString())));
        causes.put("a path of Windows in it as it is", () -> refusedWith("label.inbox=C:\\labels\\inbox", folders()));
        causes.put("a settings file that is not UTF-8", () -> {
            Files.write(directory.resolve("application.properties"), new byte[]{'a', '=', (byte) 0xe4});
            return refused(folders());
        });
        causes.put("folders in one another", () -> refused(folders("LABEL_OUTBOX", directory.resolve("inbox/texts").toString())));
        causes.put("a journal in an inbox", () -> refused(folders("LABEL_JOURNAL", directory.resolve("inbox/journal").toString())));
        causes.put("an inbox that would give the account to another service", () -> refusedWith("camel.route-template[inbox].recognition="
                + "kamelet:label-recognition-action/other\ncamel.kamelet.label-recognition-action.other.serviceUrl=http://127.0.0.1:1", folders()));
        causes.put("a port that another application has", () -> {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return refused(folders("LABEL_SERVICE_URL", "", "LABEL_LOCAL_PORT", String.valueOf(other.getLocalPort())));
            }
        });
    }

    private String refusedWith(String properties, WatchedFolders folders) throws Exception {
        Files.writeString(directory.resolve("application.properties"), properties + "\n");
        return refused(folders);
    }

    /** What the application says instead of starting. */
    private static String refused(WatchedFolders folders) {
        try (folders) {
            folders.start();
            return "it started";
        } catch (Exception e) {
            return e instanceof UsageException ? e.getMessage() : "label recognition could not start: " + LabelRecognition.reason(e);
        }
    }

    // ---- photos that fail

    private void failed() {
        causes.put("an empty file", () -> detail(folders(), new byte[0]));
        causes.put("a file larger than `label.max-photo-bytes`", () -> detail(folders("LABEL_MAX_PHOTO_BYTES", "10KB"), new byte[20_000]));
        causes.put("no image", () -> detail(local(), "These are words.".getBytes(StandardCharsets.UTF_8)));
        causes.put("an image of another kind", () -> detail(local(), "\0\0\0\30ftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)));
        causes.put("a damaged image", () -> detail(local(), Arrays.copyOf(SamplePhotos.label("FRESH MILK"), 40)));
        causes.put("an image of too many pixels", () -> detail(local(), huge()));
        causes.put("the service refuses it", () -> {
            service.onPost.add(reply(413, "text/plain", "too large"));
            return detail(folders(), "A".getBytes(StandardCharsets.UTF_8));
        });
        causes.put("the service cannot read it", () -> {
            service.onGet.add(result("x", "Error", "Error", null, "{\"messages\":[\"Bad image\"],\"notices\":[]}"));
            return detail(folders(), "A".getBytes(StandardCharsets.UTF_8));
        });
        causes.put("no result within `label.timeout`", () -> {
            service.latency = Duration.ofHours(1);
            return detail(folders("LABEL_TIMEOUT", "1s"), "A".getBytes(StandardCharsets.UTF_8));
        });
        causes.put("the answer to the sending was lost, and `label.resend-ambiguous` is false", () -> {
            service.onPost.add(ScriptedService.hangUp());
            return detail(folders("LABEL_RESEND_AMBIGUOUS", "false"), "A".getBytes(StandardCharsets.UTF_8));
        });
        causes.put("the service lost the task, twice", () -> {
            service.onGet.add(result("x", "NotExist", "TaskNotFound", null, "null"));
            service.onGet.add(result("x", "NotExist", "TaskNotFound", null, "null"));
            return detail(folders(), "A".getBytes(StandardCharsets.UTF_8));
        });
        causes.put("the service took it without a task id", () -> {
            service.onPost.add(reply(200, "text/plain", "thanks"));
            return detail(folders(), "A".getBytes(StandardCharsets.UTF_8));
        });
        causes.put("the service lost the result", () -> {
            service.onGet.add(result("x", "Completed", "ResultDataLost", null, "{\"messages\":[\"Gone\"],\"notices\":[]}"));
            return detail(folders(), "A".getBytes(StandardCharsets.UTF_8));
        });
    }

    private WatchedFolders local() {
        return folders("LABEL_SERVICE_URL", "", "LABEL_LOCAL_PORT", "0");
    }

    /** A GIF of some bytes that says it is 60,000 by 60,000 pixels large. */
    private static byte[] huge() {
        return new byte[]{'G', 'I', 'F', '8', '9', 'a', 0x60, (byte) 0xea, 0x60, (byte) 0xea, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1, ',', 0, 0, 0, 0, 0x60,
            (byte) 0xea, 0x60, (byte) 0xea, 0, 2, 2, 0x4c, 1, 0, ';'};
    }

    /** The detail of the reason beside the photo. */
    private String detail(WatchedFolders folders, byte[] photo) throws Exception {
        try (folders) {
            Files.createDirectories(folders.inbox);
            Path hidden = Files.write(directory.resolve("hidden"), photo);
            Files.move(hidden, folders.inbox.resolve("a.png"));
            folders.start();
            Path reason = folders.failed.resolve("a.png.error.json");
            await().until(() -> Files.exists(reason));
            return new ObjectMapper().readTree(reason.toFile()).get("detail").asText();
        }
    }

    // ---- what stops all photos

    private void stops() {
        causes.put("the credentials are refused", () -> logged(folders("LABEL_CLIENT_SECRET", "another"), "No photo is sent meanwhile"));
        causes.put("too many requests for a token", () -> {
            service.onToken.add(reply(429, "text/plain", ""));
            return logged(folders(), "No photo is sent meanwhile");
        });
        causes.put("the service cannot be reached", () -> {
            service.close();
            return logged(folders(), "No photo is sent meanwhile");
        });
        causes.put("the service takes no photo", () -> {
            service.onPost.add(reply(503, "text/plain", "", "Retry-After", "600"));
            return logged(folders(), "No photo is sent meanwhile");
        });
        causes.put("the plan is exhausted", () -> {
            service.onPost.add(reply(403, "text/plain", "no more"));
            return logged(folders(), "No photo is sent meanwhile");
        });
        causes.put("the calls of the month are spent", () -> logged(folders("LABEL_CALLS_PER_MONTH", "2"), "No photo is sent meanwhile"));
        causes.put("the outbox cannot be written", () -> {
            Files.writeString(directory.resolve("outbox"), "no folder");
            return loggedLate(folders().set("LABEL_OUTBOX", directory.resolve("texts").toString()), folders -> {
                Files.createDirectories(directory.resolve("texts"));
                Files.delete(directory.resolve("texts"));
                Files.writeString(directory.resolve("texts"), "no folder");
            }, "No photo is sent meanwhile");
        });
        causes.put("the journal cannot be read", () -> {
            Files.createDirectories(directory.resolve("journal/tasks.log"));
            return logged(folders(), "No photo is sent meanwhile");
        });
        causes.put("the ledger of calls is damaged", () -> {
            try (WatchedFolders folders = folders("LABEL_CALLS_PER_MONTH", "100")) {
                folders.drop("first.jpg", "F");
                folders.start();
                WatchedFolders.awaitFiles(folders.done, "first.jpg", "F");
            }
            try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
                Files.writeString(files.filter(file -> file.getFileName().toString().matches("calls-.*\\.json")).findFirst().orElseThrow(), "damaged");
            }
            return logged(folders("LABEL_CALLS_PER_MONTH", "100"), "No photo is sent meanwhile");
        });
    }

    private interface Meanwhile {
        void happens(WatchedFolders folders) throws Exception;
    }

    /** The log from the start with a photo in the inbox until these words. */
    private static String logged(WatchedFolders folders, String until) throws Exception {
        return logged(folders, inbox -> inbox.drop("a.jpg", "A"), started -> { }, until);
    }

    /** The same, where something happens before the photo comes. */
    private static String loggedLate(WatchedFolders folders, Meanwhile before, String until) throws Exception {
        return logged(folders, inbox -> { }, started -> {
            before.happens(started);
            started.drop("a.jpg", "A");
        }, until);
    }

    private static String logged(WatchedFolders folders, Meanwhile before, Meanwhile after, String until) throws Exception {
        try (CapturedOutput output = new CapturedOutput(); folders) {
            before.happens(folders);
            folders.start();
            after.happens(folders);
            await().until(() -> output.toString().contains(until));
            return output.toString();
        }
    }

    // ---- what stays in the inbox

    private void left() {
        causes.put("a name that is too long", () -> logged(folders(), inbox -> inbox.drop("n".repeat(235) + ".jpg", "A"), started -> { }, "is left in the inbox"));
        causes.put("a name with a backslash", () -> logged(folders(), inbox -> inbox.drop("a\\b.jpg", "A"), started -> { }, "is left in the inbox"));
        causes.put("more than 64 folders deep", () -> logged(folders(), inbox -> inbox.drop("d/".repeat(66) + "a.jpg", "A"), started -> { }, "is left in the inbox"));
        causes.put("a photo that cannot be put where it belongs", () -> {
            Files.createDirectories(directory.resolve("done"));
            Files.writeString(directory.resolve("done/shop"), "no folder");
            return logged(folders(), inbox -> inbox.drop("shop/a.jpg", "A"), started -> { }, "stays in the inbox");
        });
        causes.put("another application has the inbox", () -> {
            try (WatchedFolders first = folders()) {
                first.start();
                await().until(() -> Files.exists(first.inbox.resolve(".label-recognition.lock")));
                return logged(folders().set("LABEL_JOURNAL", directory.resolve("another").toString()), inbox -> { }, started -> { }, "another application");
            }
        });
        causes.put("a photo whose least sure line is less sure than `label.review-below`", () -> {
            service.onGet.add(reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\",\"results\":[],\"error\":null}",
                    "Label-Confidence", "0.9", "Label-Min-Confidence", "0.4"));
            return logged(folders("LABEL_REVIEW_BELOW", "0.8"), "to be reviewed");
        });
    }

    // ---- what is shared with other machines

    private void shared() {
        causes.put("a data source that there is not", () -> refused(folders("LABEL_STORE", "nobody")));
        causes.put("the shared database is out of reach", () -> logged(sharing("jdbc:postgresql://127.0.0.1:1/labels"), "cannot be used"));
        causes.put("the shared tables are another version's", () -> {
            Postgres.run(database, "create table lr_schema (version integer not null)");
            Postgres.run(database, "insert into lr_schema values (99)");
            return logged(sharing(database.getURL()), "cannot be used");
        });
        causes.put("a node that was not heard of for a lease", () -> logged(sharing(database.getURL()).set("LABEL_STORE_LEASE", "3s"), before -> { }, started -> {
            await().until(() -> "1".equals(Postgres.value(database, "select count(*) from pg_class where relname = 'lr_node'"))
                    && "1".equals(Postgres.value(database, "select count(*) from lr_node")));
            Postgres.run(database, "update lr_node set lease_until = now() - interval '1 s'");
        }, "left to others"));
        causes.put("an application that shares nothing has the shared inbox", () -> {
            try (WatchedFolders alone = folders()) {
                alone.start();
                await().until(() -> Files.exists(alone.inbox.resolve(".label-recognition.lock")));
                return logged(sharing(database.getURL()), inbox -> { }, started -> { }, "another application");
            }
        });
        causes.put("the id of a shared inbox is damaged", () -> {
            Files.createDirectories(directory.resolve("inbox"));
            Files.writeString(directory.resolve("inbox/.label-recognition.id"), "damaged");
            return logged(sharing(database.getURL()), "delete it");
        });
        causes.put("`--nodes` and the like, without a shared store", () -> job(Map.of(), StoreJob::nodes));
        causes.put("`--carry-journal` of a folder that there is not", () -> job(Map.of("LABEL_STORE_URL", database.getURL(), "LABEL_STORE_USER", "postgres"),
                job -> job.carry(directory.resolve("none").toString())));
    }

    private WatchedFolders sharing(String url) {
        return folders("LABEL_STORE_URL", url, "LABEL_STORE_USER", "postgres");
    }

    private interface Asked {
        void of(StoreJob job) throws Exception;
    }

    private String job(Map<String, String> environment, Asked asked) throws Exception {
        try {
            asked.of(new StoreJob(Settings.load(directory, null, environment), new PrintStream(new ByteArrayOutputStream())));
            return "it was done";
        } catch (UsageException | IOException e) {
            return e.getMessage();
        }
    }

    // ---- named photos

    private void named() {
        causes.put("a named photo that there is not", () -> read("Text", directory.resolve("none.jpg").toString()));
        causes.put("a folder without `-r`", () -> read("Text", directory.toString()));
        causes.put("`-` twice", () -> read("Text", "-", "-"));
        causes.put("several photos in a format that is a file", () -> read("Pdf", "a.jpg", "b.jpg"));
    }

    private String read(String resultType, String... names) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Settings settings = Settings.load(directory, null, Map.of("LABEL_RESULT_TYPE", resultType));
        try {
            new ReadJob(settings, new PrintStream(new ByteArrayOutputStream()), new PrintStream(said, true, StandardCharsets.UTF_8), false)
                    .read(NamedPhoto.of(List.of(names), false, "jpg", new ByteArrayInputStream(new byte[0])));
        } catch (UsageException e) {
            return e.getMessage();
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    // ---- the page

    private void page() {
        causes.put("the port of the page is another application's", () -> {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return logged(folders("LABEL_LOCAL_PORT", String.valueOf(other.getLocalPort())).set("LABEL_PAGE", "true"), "There is no page");
            }
        });
        causes.put("a file that is no photo by its name", () -> handedIn("notes.doc", 10));
        causes.put("a photo that is too large", () -> handedIn("a.jpg", 20_000));
        causes.put("a name that cannot be one here", () -> handedIn("..%2Fa.jpg", 10));
    }

    private String handedIn(String name, int bytes) throws Exception {
        try (WatchedFolders folders = folders("LABEL_MAX_PHOTO_BYTES", "10KB").withPage()) {
            folders.start();
            String page = folders.awaitPage();
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(page + "page/photos?inbox=0&name=" + name))
                    .header("Origin", page.replaceAll("/$", "")).POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
