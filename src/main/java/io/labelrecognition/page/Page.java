package io.labelrecognition.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.inbox.FailedPhotos;
import io.labelrecognition.client.inbox.InboxPhotos;
import io.labelrecognition.client.inbox.Inboxes;
import io.labelrecognition.client.inbox.Upload;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.SharedStores;
import io.labelrecognition.ocr.Line;
import io.labelrecognition.service.LocalHosts;
import io.labelrecognition.service.RequestBody;
import io.labelrecognition.service.RequestRefusedException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page to browsers on this machine: itself, what it shows as JSON, changes as server-sent events, photos as JPEG, and takes photos for
 * an inbox. Everything else is none of its business.
 *
 * <p>Whoever calls under another name than this machine's, from another site, or to put the page in a frame is turned away. Nothing is said here that
 * the log or the folders do not say, and no credential. Threads may share it.
 */
public final class Page implements Handler<HttpServerRequest>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Page.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** No more is loaded than what the application itself has, and nothing runs that stands in the page. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> FILES = Map.of(
            "/", "index.html", "/page/page.js", "page.js", "/page/view.js", "view.js", "/page/page.css", "page.css", "/page/icon.svg", "icon.svg");
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8", "svg", "image/svg+xml");
    private static final Pattern PHOTO = Pattern.compile("/page/([0-9a-f]+)/photos/(\\d{1,15})(/small|/large|/lines)");
    private static final Pattern FAILED_PHOTO = Pattern.compile("/page/([0-9a-f]+)/failed/(small|large)");

    private static final int THREADS = 6;
    private static final int MOST_FAILURES = 200;
    private static final long BETWEEN_NOTES = Duration.ofSeconds(10).toMillis();
    private static final long MOST_BYTES_IN_VAIN = 256L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Inboxes inboxes;
    private final CircuitBreakers circuits;
    private final CallLedgers ledgers;
    private final SharedStores stores;
    private final StoreWatch nodes;
    private final ReadHistory history;
    private final MonthlyCalls month;
    private final int maxPhotoBytes;
    private final UnaryOperator<String> naming;
    private final String boot = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final PagePhotos photos = new PagePhotos();
    private final Map<InboxPhotos, FailedPhotos> failed = new ConcurrentHashMap<>();

    private Vertx vertx;
    private WorkerExecutor work;
    private WorkerExecutor uploads;
    private PageEvents events;
    private long keeper;

    /**
     * @param journal       the folder where the calls of the month are kept
     * @param maxPhotoBytes how large a photo may be that somebody hands in
     * @param naming        what is shown of names and messages
     */
    public Page(Inboxes inboxes, CircuitBreakers circuits, CallLedgers ledgers, SharedStores stores, ReadHistory history, Path journal, int maxPhotoBytes,
                UnaryOperator<String> naming) {
        this.stores = stores;
        this.nodes = new StoreWatch(stores);
        this.month = new MonthlyCalls(journal.resolve("calls-of-month.json"), Clock.systemUTC());
        this.naming = naming;
        this.inboxes = inboxes;
        this.circuits = circuits;
        this.ledgers = ledgers;
        this.history = history;
        this.maxPhotoBytes = maxPhotoBytes;
        inboxes.listen(history);
    }

    /** Whether a request is for the page. */
    public static boolean isFor(HttpServerRequest request) {
        String path = request.path();
        return path != null && (path.equals("/") || path.startsWith("/page/"));
    }

    /** From now on it answers; what takes time is done on worker threads of this. */
    public synchronized void start(Vertx there) {
        vertx = there;
        // of its own: however many look, or hand in photos slowly, the calls of the application find threads
        work = vertx.createSharedWorkerExecutor("label-page", THREADS);
        uploads = vertx.createSharedWorkerExecutor("label-page-uploads", THREADS, PATIENCE.toMinutes() + 1, TimeUnit.MINUTES);
        events = new PageEvents(boot, history, () -> json(state()), () -> json(failures()), nodes, vertx, work);
        keeper = vertx.setPeriodic(BETWEEN_NOTES, tick -> work.executeBlocking(() -> {
            month.keep(inboxes.calls());
            return null;
        }));
    }

    @Override
    public void close() {
        if (vertx != null) {
            events.close();
            vertx.cancelTimer(keeper);
            work.close();
            uploads.close();
        }
        month.keep(inboxes.calls());
    }

    /** A body is not read before it is known what to do with it. */
    @Override
    public void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer").putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin").putHeader("Cache-Control", "no-store");
        String stranger = stranger(request);
        if (stranger != null) {
            refuse(request, 403, stranger);
        } else if (request.method().equals(HttpMethod.GET)) {
            get(request, request.path());
        } else if (request.method().equals(HttpMethod.POST)) {
            post(request, request.path());
        } else {
            refuse(request, 405, "There is nothing of this kind here.");
        }
    }

    /** Why a request is none of somebody's who looks at the page; null where it may be. */
    private static String stranger(HttpServerRequest request) {
        if (!LocalHosts.isCalledLocally(request)) {
            return "The page is there for localhost, 127.0.0.1 and [::1] only.";
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return "The page is there for itself, and not for other sites. Open it by its address.";
        }
        String destination = request.getHeader("Sec-Fetch-Dest");
        if (destination != null && Set.of("iframe", "frame", "embed", "object").contains(destination)) {
            return "The page stands in no other.";
        }
        boolean changes = !request.method().equals(HttpMethod.GET);
        if (changes && !("http://" + request.getHeader("Host")).equals(request.getHeader("Origin"))) {
            return "This is for the page itself to ask.";
        }
        return null;
    }

    private void get(HttpServerRequest request, String path) {
        Matcher photo = PHOTO.matcher(path);
        Matcher failure = FAILED_PHOTO.matcher(path);
        if (FILES.containsKey(path)) {
            file(request, FILES.get(path));
        } else if (path.equals("/page/state")) {
            answer(request, () -> {
                history.remember(inboxes.all().stream().map(InboxPhotos::folders).toList());
                events.listFailures();
                return json(all());
            });
        } else if (path.equals("/page/events")) {
            if (!events.watch(request)) {
                refuse(request, 503, "As many pages are open as can be.");
            }
        } else if (photo.matches() && photo.group(1).equals(boot)) {
            Optional<ReadHistory.Entry> entry = history.entry(Long.parseLong(photo.group(2)));
            if (entry.isEmpty()) {
                refuse(request, 404, "The photo is not among the last ones.");
            } else if (photo.group(3).equals("/lines")) {
                answer(request, () -> json(outlines(entry.get())));
            } else {
                picture(request, entry.get().photo().place(), photo.group(3).substring(1));
            }
        } else if (failure.matches() && failure.group(1).equals(boot)) {
            failed(request.getParam("id")).ifPresentOrElse(found -> picture(request, found.place(), failure.group(2)),
                    () -> refuse(request, 404, "The photo is gone."));
        } else {
            refuse(request, 404, "There is nothing here.");
        }
    }

    private void post(HttpServerRequest request, String path) {
        if (path.equals("/page/photos")) {
            request.pause();
            answer(request, uploads, () -> json(Map.of("name", upload(request))));
        } else if (path.equals("/page/failed/try-again")) {
            String id = request.getParam("id");
            answer(request, () -> {
                events.listFailures();
                Found found = failed(id).orElseThrow(() -> new NoSuchFileException(id));
                found.photos().tryAgain(found.failed());
                events.listFailures();
                return json(Map.of("name", found.failed().name()));
            });
        } else {
            refuse(request, 404, "There is nothing here.");
        }
    }

    // ---- what it is made of

    private void file(HttpServerRequest request, String name) {
        try (InputStream file = Page.class.getResourceAsStream("/label-recognition/page/" + name)) {
            // it may be another one after an update
            request.response().putHeader("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1))).putHeader("Cache-Control", "no-cache")
                    .end(Buffer.buffer(file.readAllBytes()));
        } catch (IOException e) {
            refuse(request, 500, "The page cannot be read.");
        }
    }

    private void picture(HttpServerRequest request, Path photo, String size) {
        work.<byte[]>executeBlocking(() -> photos.jpeg(photo, PagePhotos.Size.valueOf(size.toUpperCase(Locale.ROOT))), false)
                .onSuccess(jpeg -> request.response().putHeader("Content-Type", "image/jpeg").putHeader("Cache-Control", "private, max-age=3600")
                        .end(Buffer.buffer(jpeg)))
                .onFailure(thrown -> refuse(request, 404, "The photo cannot be shown."));
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new HashMap<>();
        all.put("last", history.last());
        all.put("state", state());
        all.put("read", history.after(0).stream().map(PageState.Read::of).toList());
        all.put("failures", failures());
        return all;
    }

    private PageState state() {
        return PageState.of(boot, inboxes, circuits, ledgers, stores, nodes, month.calls(inboxes.calls()), naming);
    }

    private static Map<String, Object> outlines(ReadHistory.Entry entry) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Line line : entry.lines()) {
            lines.add(Map.of("text", line.text(), "confidence", line.confidence(),
                    "corners", line.corners().stream().map(corner -> List.of(corner.x, corner.y)).toList()));
        }
        return Map.of("width", entry.width(), "height", entry.height(), "lines", lines);
    }

    // ---- photos that are handed in, and failed ones

    private String upload(HttpServerRequest request) throws IOException, Upload.RefusedException {
        InboxPhotos inbox = inbox(request.getParam("inbox"));
        try (InputStream photo = new RequestBody(request, maxPhotoBytes, PATIENCE)) {
            String name = Upload.into(inbox.folders().inbox(), inbox.include(), request.getParam("name"), photo);
            LOG.debug("{} was handed in", name);
            return name;
        }
    }

    private InboxPhotos inbox(String id) throws Upload.RefusedException {
        List<InboxPhotos> all = List.copyOf(inboxes.all());
        int number = id != null && id.matches("\\d{1,4}") ? Integer.parseInt(id) : -1;
        if (number < 0 || number >= all.size()) {
            throw new Upload.RefusedException("There is no such inbox.");
        }
        return all.get(number);
    }

    private record Found(FailedPhotos photos, FailedPhotos.Failed failed) {
        Path place() {
            return photos.photo(failed);
        }
    }

    private FailedPhotos failed(InboxPhotos inbox) {
        return failed.computeIfAbsent(inbox, unused -> new FailedPhotos(inbox.folders()));
    }

    /** By its id, as it stands in the list: a name of somebody's leads nowhere else. */
    private Optional<Found> failed(String id) {
        int number = 0;
        for (InboxPhotos inbox : inboxes.all()) {
            FailedPhotos those = failed(inbox);
            for (FailedPhotos.Failed one : those.listed()) {
                if (PageState.Failure.id(number, one).equals(id)) {
                    return Optional.of(new Found(those, one));
                }
            }
            number++;
        }
        return Optional.empty();
    }

    private List<PageState.Failure> failures() {
        List<PageState.Failure> all = new ArrayList<>();
        int number = 0;
        for (InboxPhotos inbox : inboxes.all()) {
            int id = number++;
            try {
                failed(inbox).latest(MOST_FAILURES).forEach(one -> all.add(PageState.Failure.of(id, one)));
            } catch (IOException e) {
                LOG.debug("{} cannot be looked at: {}", inbox.folders().failed(), e.toString());
            }
        }
        failed.keySet().retainAll(inboxes.all());
        return all;
    }

    // ---- answers

    private void answer(HttpServerRequest request, Callable<String> json) {
        answer(request, work, json);
    }

    private void answer(HttpServerRequest request, WorkerExecutor threads, Callable<String> said) {
        threads.executeBlocking(said, false).onSuccess(json -> request.response().putHeader("Content-Type", "application/json; charset=utf-8").end(json))
                .onFailure(thrown -> {
                    if (thrown instanceof RequestRefusedException refused) {
                        refuse(request, refused.getStatus(), refused.getStatus() == 413
                                ? "The photo is larger than the " + maxPhotoBytes + " bytes that are sent (label.max-photo-bytes)."
                                : "The photo did not arrive in time.");
                    } else if (thrown instanceof Upload.RefusedException) {
                        refuse(request, 422, thrown.getMessage());
                    } else if (thrown instanceof NoSuchFileException) {
                        refuse(request, 404, "The photo is no longer there.");
                    } else {
                        LOG.warn("The page was asked for {}: {}", request.path(), thrown.toString());
                        refuse(request, 500, "That did not work: " + thrown);
                    }
                });
    }

    static String json(Object value) throws JsonProcessingException {
        return JSON.writeValueAsString(value);
    }

    private static void refuse(HttpServerRequest request, int status, String why) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (!request.isEnded()) {
            letPass(request);
        }
        response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8").putHeader("Cache-Control", "no-store").end(why);
    }

    /** A browser reads no answer before it has sent its whole request: some more of that is taken, and thrown away. */
    private static void letPass(HttpServerRequest request) {
        long[] bytes = {0};
        try {
            request.handler(chunk -> {
                bytes[0] += chunk.length();
                if (bytes[0] > MOST_BYTES_IN_VAIN) {
                    request.connection().close();
                }
            });
            request.exceptionHandler(thrown -> { });
            request.resume();
        } catch (IllegalStateException e) {
            // it has ended meanwhile
        }
    }
}
