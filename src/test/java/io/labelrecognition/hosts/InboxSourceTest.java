package io.labelrecognition.hosts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.camel.builder.Builder.constant;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.inbox.InProgressRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class InboxSourceTest extends HostTest {
    @TempDir
    Path folder;

    private final List<Message> texts = new CopyOnWriteArrayList<>();

    @Test
    void eachPhotoIsEmittedAsItsTextAndMovesToDone() throws Exception {
        start(route -> route.process(exchange -> texts.add(exchange.getMessage().copy())));

        drop("shelf/a.jpg", "a");

        await().until(() -> Files.exists(folder.resolve("done/shelf/a.jpg")));
        assertEquals("text of a\n", texts.get(0).getBody());
        assertEquals("shelf/a.jpg", texts.get(0).getHeader("CamelFileName"));
        assertEquals("Completed", texts.get(0).getHeader("LabelTaskStatus"));
        assertNotNull(texts.get(0).getHeader("LabelTaskId"));
        assertEquals(1, service.posts.size());
        assertFalse(Files.exists(folder.resolve("inbox/shelf/a.jpg")));
        FileEndpoint inbox = host.camel().getRoutes().stream().map(Route::getEndpoint).filter(FileEndpoint.class::isInstance)
                .map(FileEndpoint.class::cast).findFirst().orElseThrow();
        InProgressRepository inProgress = assertInstanceOf(InProgressRepository.class, inbox.getInProgressRepository());
        await().until(() -> inProgress.getCache().isEmpty());
    }

    @Test
    void aRouteMayDoWithTheMessageWhatItLikes() throws Exception {
        start(route -> route.removeHeaders("*").setBody().constant(""));

        drop("a.jpg", "a");

        await().until(() -> Files.exists(folder.resolve("done/a.jpg")));
    }

    @Test
    void aRouteThatRemovesAllPropertiesGivesThePlaceBack() throws Exception {
        host.with("label.max-in-flight", "1");
        start(route -> route.removeProperties("*").removeHeaders("*").process(exchange -> texts.add(exchange.getMessage().copy())));

        drop("a.jpg", "a");
        drop("b.jpg", "b");
        drop("c.jpg", "c");

        await().until(() -> Files.exists(folder.resolve("done/a.jpg")) && Files.exists(folder.resolve("done/b.jpg"))
                && Files.exists(folder.resolve("done/c.jpg")));
    }

    @Test
    void aRouteThatRemovesAllPropertiesAndFailsGivesThePlaceBack() throws Exception {
        host.with("label.max-in-flight", "1");
        start(route -> route.removeProperties("*").throwException(new IllegalStateException("no room in the warehouse")));

        drop("a.jpg", "a");
        drop("b.jpg", "b");

        await().until(() -> Files.exists(folder.resolve("failed/a.jpg.error.json"))
                && Files.exists(folder.resolve("failed/b.jpg.error.json")) && Files.exists(folder.resolve("failed/b.jpg")));
    }

    @Test
    void aPhotoThatFailedIsCountedAsOne() throws Exception {
        List<Boolean> ends = new CopyOnWriteArrayList<>();
        service.onGet.add(ScriptedService.result("x", "Error", "Error", null, null));
        // as metrics of routes are made
        host.with("counts", (RoutePolicyFactory) (context, id, route) -> new RoutePolicySupport() {
            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                if (done.getEndpoint() instanceof FileEndpoint) {
                    ends.add(exchange.isFailed());
                }
            }
        });
        start(route -> route.process(exchange -> texts.add(exchange.getMessage().copy())));

        drop("a.jpg", "a");
        await().until(() -> Files.exists(folder.resolve("failed/a.jpg")));
        drop("b.jpg", "b");
        await().until(() -> Files.exists(folder.resolve("done/b.jpg")));

        await().until(() -> ends.equals(List.of(true, false)));
    }

    @Test
    void anIoExceptionOfTheHostIsNoTroubleOfAnOutbox() throws Exception {
        start(route -> route.throwException(new java.io.IOException("the warehouse does not answer")));

        drop("a.jpg", "a");

        Path reason = folder.resolve("failed/a.jpg.error.json");
        await().until(() -> Files.exists(reason) && Files.exists(folder.resolve("failed/a.jpg")));
        assertTrue(Files.readString(reason).contains("\"unexpected\""), Files.readString(reason));
    }

    @Test
    void photosInFlightStayWhenTheRouteOfTheHostIsStopped() throws Exception {
        host.with("label.journal", folder.resolve("journal"));
        CompletableFuture<String> text = new CompletableFuture<>();
        service.read = photo -> text.join();
        start(route -> route.routeId("outer").process(exchange -> texts.add(exchange.getMessage().copy())));
        drop("a.jpg", "a");
        await().until(() -> service.posts.size() == 1);

        host.camel().getRouteController().stopRoute("outer", 1, SECONDS);
        text.complete("text");
        await().until(() -> service.gets.size() > 0);
        await().during(1, SECONDS).until(() -> Files.exists(folder.resolve("inbox/a.jpg")));
        host.camel().getRouteController().startRoute("outer");

        await().until(() -> Files.exists(folder.resolve("done/a.jpg")));
        assertEquals("text\n", texts.get(0).getBody());
        assertEquals(1, service.posts.size());
    }

    @Test
    void anInboxIsTakenAwayAndAddedAgain() throws Exception {
        start(route -> route.routeId("outer").process(exchange -> texts.add(exchange.getMessage().copy())));
        drop("a.jpg", "a");
        await().until(() -> Files.exists(folder.resolve("done/a.jpg")));

        for (String route : host.camel().getRoutes().stream().map(Route::getRouteId).filter(id -> !id.startsWith("label-recognition")).toList()) {
            host.camel().getRouteController().stopRoute(route);
            host.camel().removeRoute(route);
        }
        host.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(source()).process(exchange -> texts.add(exchange.getMessage().copy()));
            }
        });

        drop("b.jpg", "b");
        await().until(() -> Files.exists(folder.resolve("done/b.jpg")));
    }

    @Test
    void whenTheRouteOfTheHostFailsThePhotoMovesToFailedWithTheReason() throws Exception {
        start(route -> route.throwException(new IllegalStateException("no room in the warehouse")));

        drop("a.jpg", "a");

        Path reason = folder.resolve("failed/a.jpg.error.json");
        await().until(() -> Files.exists(folder.resolve("failed/a.jpg")) && Files.exists(reason));
        assertTrue(Files.readString(reason).contains("no room in the warehouse"));
        assertFalse(Files.exists(folder.resolve("done/a.jpg")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "24h"})
    void movedBackAfterTheRouteOfTheHostFailedAPhotoIsNotPaidForAgain(String reuseResults) throws Exception {
        host.with("label.journal", folder.resolve("journal")).with("label.reuse-results", reuseResults);
        start(route -> route.process(exchange -> {
            if (Files.exists(folder.resolve("broken"))) {
                throw new IllegalStateException("broken");
            }
            texts.add(exchange.getMessage().copy());
        }));
        Files.createFile(folder.resolve("broken"));

        drop("a.jpg", "a");
        await().until(() -> Files.exists(folder.resolve("failed/a.jpg")));
        Files.delete(folder.resolve("broken"));
        Files.move(folder.resolve("failed/a.jpg"), folder.resolve("inbox/a.jpg"));

        await().until(() -> Files.exists(folder.resolve("done/a.jpg")));
        assertEquals("text of a\n", texts.get(0).getBody());
        assertEquals(1, service.posts.size());
        assertFalse(Files.exists(folder.resolve("failed/a.jpg.error.json")));
    }

    @Test
    void withReuseOffNoReadingIsReusedWhereTheHostReadsThePhotoAgainInItsOwnWay() throws Exception {
        host.with("label.journal", folder.resolve("journal")).with("label.reuse-results", "0");
        start(route -> route.setBody(constant("a".getBytes(StandardCharsets.UTF_8))).to("kamelet:label-recognition-action?upsampling=true"));

        drop("a.jpg", "a");
        await().until(() -> Files.exists(folder.resolve("done/a.jpg")));
        drop("b.jpg", "a");
        await().until(() -> Files.exists(folder.resolve("done/b.jpg")));

        assertEquals(4, service.posts.size());
    }

    @Test
    void aFailureThatTheHostDealsWithIsNoneToTheInbox() throws Exception {
        host.with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true).process(exchange -> texts.add(exchange.getMessage().copy()));
                from(source()).throwException(new IllegalStateException("known"));
            }
        }).start();

        drop("a.jpg", "a");

        await().until(() -> Files.exists(folder.resolve("done/a.jpg")));
        assertEquals("text of a\n", texts.get(0).getBody());
    }

    @Test
    void aPhotoThatCannotBeReadMovesToFailedAndTheHostHearsNothing() throws Exception {
        service.onGet.add(ScriptedService.result("x", "Error", "Error", null, "{\"messages\":[\"not a photo\"]}"));
        start(route -> route.process(exchange -> texts.add(exchange.getMessage().copy())));

        drop("a.jpg", "a");

        Path reason = folder.resolve("failed/a.jpg.error.json");
        await().until(() -> Files.exists(folder.resolve("failed/a.jpg")) && Files.exists(reason));
        assertTrue(Files.readString(reason).contains("not a photo"));
        assertEquals(List.of(), texts);
    }

    @Test
    void whileNoPhotoCanSucceedAllStayEvenWhereTheHostHasADeadLetterChannel() throws Exception {
        service.onToken.add(ScriptedService.reply(400, "application/json", "{\"error\":\"invalid_client\"}"));
        host.with(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("direct:dead"));
                from("direct:dead").process(exchange -> texts.add(exchange.getMessage().copy()));
                from(source()).process(exchange -> texts.add(exchange.getMessage().copy()));
            }
        }).start();

        drop("a.jpg", "a");
        drop("b.jpg", "b");

        await().until(() -> service.tokenRequests.size() == 1);
        await().during(2, SECONDS).until(() -> Files.exists(folder.resolve("inbox/a.jpg")) && Files.exists(folder.resolve("inbox/b.jpg")));
        assertEquals(List.of(), texts);
        assertEquals(0, service.posts.size());
    }

    private String source() {
        host.with("label.service-url", service.url()).with("label.client-id", ScriptedService.CLIENT_ID)
                .with("label.client-secret", ScriptedService.CLIENT_SECRET);
        return "kamelet:label-inbox-source?inboxFolder=" + folder.resolve("inbox") + "&doneFolder=" + folder.resolve("done")
                + "&failedFolder=" + folder.resolve("failed") + "&settle=50ms";
    }

    private void start(Steps steps) {
        host.with(new RouteBuilder() {
            @Override
            public void configure() {
                steps.addTo(from(source()));
            }
        }).start();
    }

    /** What the host does with a text. */
    private interface Steps {
        ProcessorDefinition<?> addTo(RouteDefinition route);
    }

    private void drop(String name, String photo) throws Exception {
        Path file = folder.resolve("inbox").resolve(name);
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, photo.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file);
    }
}
