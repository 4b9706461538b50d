package io.labelrecognition.benchmarks.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the pipeline is measured against: the same calls for the same photos with the JDK's own asynchronous HTTP client, and nothing
 * besides - no journal, no retry, no check of anything. Texts go to a folder, photos are moved to another.
 *
 * <p>Its waiting is one of {@code fixed} (every 2 s), {@code backoff} (1 s, then half as long again each time), {@code sequential} (every
 * second, one photo after the other).
 */
public final class BareClient {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI service;
    private final Path outbox;
    private final Path done;
    private final String waiting;

    private BareClient(URI service, Path outbox, Path done, String waiting) {
        this.service = service;
        this.outbox = outbox;
        this.done = done;
        this.waiting = waiting;
    }

    /** @param args URL of the service, folder, how to wait, photos in flight */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        List<Path> photos = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("inbox"))) {
            files.forEach(photos::add);
        }
        BareClient bare = new BareClient(URI.create(args[0] + "/v5.0/ocr/RecognizeLabel"),
                Files.createDirectories(folder.resolve("outbox")), Files.createDirectories(folder.resolve("done")), args[2]);
        Semaphore places = new Semaphore(Integer.parseInt(args[3]));
        System.out.println("watching");
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (Path photo : photos) {
            places.acquire();
            all.add(bare.read(photo).whenComplete((text, thrown) -> places.release()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        // whoever started it looks at it before it goes
        Thread.sleep(60_000);
    }

    private CompletableFuture<?> read(Path photo) throws IOException {
        byte[] base64 = Base64.getEncoder().encode(Files.readAllBytes(photo));
        HttpRequest post = HttpRequest.newBuilder(service).header("Content-Type", "application/json").header("Authorization", "Bearer t")
                .POST(BodyPublishers.ofByteArrays(List.of("{\"image\":\"".getBytes(), base64, "\",\"settings\":{}}".getBytes()))).build();
        return client.sendAsync(post, BodyHandlers.ofString())
                .thenCompose(answer -> fetch(answer.body(), 0))
                .thenAccept(text -> {
                    try {
                        Files.writeString(outbox.resolve(photo.getFileName() + ".txt"), text);
                        Files.move(photo, done.resolve(photo.getFileName()));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private CompletableFuture<String> fetch(String id, int polls) {
        long millis = switch (waiting) {
            case "backoff" -> (long) (1000 * Math.pow(1.5, polls));
            case "sequential" -> 1000;
            default -> Duration.ofSeconds(2).toMillis();
        };
        Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
        HttpRequest get = HttpRequest.newBuilder(URI.create(service + "?id=" + id)).header("Authorization", "Bearer t").build();
        return CompletableFuture.supplyAsync(() -> client.sendAsync(get, BodyHandlers.ofString()), later)
                .thenCompose(answer -> answer)
                .thenCompose(answer -> {
                    int data = answer.body().indexOf("\"data\":\"");
                    if (data < 0) {
                        return fetch(id, polls + 1);
                    }
                    String text = answer.body().substring(data + 8, answer.body().indexOf('"', data + 8));
                    return CompletableFuture.completedFuture(new String(Base64.getDecoder().decode(text)));
                });
    }
}
