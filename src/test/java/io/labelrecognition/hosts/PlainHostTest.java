package io.labelrecognition.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.ScriptedService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts the threads of the process")
class PlainHostTest extends HostTest {
    @Test
    void theJarOnTheClassPathStartsNothing() throws Exception {
        Set<String> filesBefore = files();
        host.with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own").routeId("own").setBody(constant("the host's"));
            }
        }).start();

        assertEquals("the host's", host.send("direct:own", "").getMessage().getBody());
        assertEquals(List.of("own"), routes());
        assertEquals(Set.of(), threads());
        assertFalse(host.camel().getComponentNames().stream().anyMatch(Set.of("platform-http", "file", "http", "kamelet")::contains));
        assertEquals(filesBefore, files());
    }

    @Test
    void allRoutesOnTheClassPathWatchNothingAndServeNothing() throws Exception {
        Set<String> filesBefore = files();
        host.with("camel.main.routes-include-pattern", Host.ROUTES).start();

        assertEquals(List.of("recognize-label"), routes().stream().filter(id -> !id.startsWith("label-")).toList());
        assertFalse(host.camel().getComponentNames().contains("platform-http"));
        assertFalse(host.camel().getComponentNames().contains("file"));
        assertEquals(filesBefore, files());
    }

    @Test
    void thePlainRouteTakesThePropertiesOfTheHost() {
        host.with("camel.main.routes-include-pattern", Host.ROUTES)
                .with("label.service-url", service.url())
                .with("label.client-id", ScriptedService.CLIENT_ID)
                .with("label.client-secret", ScriptedService.CLIENT_SECRET)
                .with("label.upsampling", "true").start();

        Exchange answer = host.send("direct:recognize-label", "a");

        assertNull(answer.getException());
        assertEquals("text of a\n", answer.getMessage().getBody());
        assertTrue(service.posts.get(0).json().at("/settings/makeUpsampling").asBoolean());
    }

    @Test
    void thePlainRouteWithoutAnAccountSaysWhatToSet() {
        host.with("camel.main.routes-include-pattern", Host.ROUTES).with("label.service-url", service.url()).start();

        Exception thrown = host.send("direct:recognize-label", "a").getException();

        assertSame(LabelRecognitionException.Reason.CREDENTIALS, ((LabelRecognitionException) thrown).getReason());
        assertTrue(thrown.getMessage().contains("label.client-id"), thrown.getMessage());
        assertEquals(0, service.tokenRequests.size());
    }

    @Test
    void twoUsesInOneContextShareAnAccountAndNothingElse() {
        host.with("url", service.url()).with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plain").to("kamelet:label-recognition-action?serviceUrl={{url}}&" + Host.ACCOUNT);
                from("direct:enlarged").to("kamelet:label-recognition-action?serviceUrl={{url}}&upsampling=true&" + Host.ACCOUNT);
            }
        }).start();

        assertEquals("text of a\n", host.send("direct:plain", "a").getMessage().getBody());
        assertEquals("text of b\n", host.send("direct:enlarged", "b").getMessage().getBody());
        assertFalse(service.posts.get(0).json().at("/settings/makeUpsampling").asBoolean());
        assertTrue(service.posts.get(1).json().at("/settings/makeUpsampling").asBoolean());
        assertEquals(1, service.tokenRequests.size());
    }

    @Test
    void theErrorHandlingOfTheHostGetsTheFailureAndNoRetryOfOurs() {
        List<String> reasons = new ArrayList<>();
        service.onPost.add(ScriptedService.reply(503, "text/plain", "", "Retry-After", "0"));
        service.onPost.add(ScriptedService.reply(400, "text/plain", ""));
        host.with("url", service.url()).with(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("direct:dead").maximumRedeliveries(1).redeliveryDelay(0));
                from("direct:read").to("kamelet:label-recognition-action?serviceUrl={{url}}&" + Host.ACCOUNT).setBody(constant("read"));
                from("direct:other").throwException(new IllegalStateException("the host's own"));
                from("direct:dead").process(exchange -> {
                    Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
                    reasons.add(thrown instanceof LabelRecognitionException known ? known.getReason().toString() : thrown.getMessage());
                });
            }
        }).start();

        host.send("direct:read", "a");
        host.send("direct:other", "a");

        // the 503 is the Kamelet's business, the 400 the host's
        assertEquals(List.of("refused", "the host's own"), reasons);
    }

    /** What is done on which exception, of all routes, of one, and around the step. */
    @Test
    void theHostsOwnWordOnAnExceptionIsHeard() {
        for (int i = 0; i < 3; i++) {
            service.onPost.add(ScriptedService.reply(400, "text/plain", ""));
        }
        host.with("url", service.url()).with(new RouteBuilder() {
            @Override
            public void configure() {
                onException(LabelRecognitionException.class).maximumRedeliveries(2).redeliveryDelay(0).handled(true)
                        .setBody(simple("all: ${exception.reason}"));
                from("direct:all").to("kamelet:label-recognition-action?serviceUrl={{url}}&" + Host.ACCOUNT);
                from("direct:around").doTry().to("kamelet:label-recognition-action?serviceUrl={{url}}&" + Host.ACCOUNT)
                        .doCatch(LabelRecognitionException.class).setBody(simple("around: ${exception.reason}")).end();
            }
        }).with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").onException(LabelRecognitionException.class).handled(true).setBody(simple("one: ${exception.reason}")).end()
                        .to("kamelet:label-recognition-action?serviceUrl={{url}}&" + Host.ACCOUNT);
            }
        }).start();

        assertEquals("all: refused", host.send("direct:all", "a").getMessage().getBody(String.class));
        assertEquals("around: refused", host.send("direct:around", "a").getMessage().getBody(String.class));
        assertEquals("one: refused", host.send("direct:one", "a").getMessage().getBody(String.class));
        // redelivering makes no call
        assertEquals(3, service.posts.size());
    }

    @Test
    void theHostsOwnWordOnAnExceptionIsHeardInYaml(@TempDir Path folder) throws Exception {
        for (int i = 0; i < 3; i++) {
            service.onPost.add(ScriptedService.reply(400, "text/plain", ""));
        }
        Path routes = Files.writeString(folder.resolve("host.camel.yaml"), """
                - onException:
                    exception:
                      - io.labelrecognition.client.LabelRecognitionException
                    handled:
                      constant: "true"
                    steps:
                      - setBody:
                          simple: "yaml: ${exception.reason}"
                - route:
                    id: read
                    from:
                      uri: direct:read
                      steps:
                        - to:
                            uri: kamelet:label-recognition-action
                - route:
                    id: around
                    from:
                      uri: direct:around
                      steps:
                        - doTry:
                            steps:
                              - to:
                                  uri: kamelet:label-recognition-action
                            doCatch:
                              - exception:
                                  - io.labelrecognition.client.LabelRecognitionException
                                steps:
                                  - setBody:
                                      simple: "around: ${exception.reason}"
                """);
        host.with("label.service-url", service.url()).with("label.client-id", ScriptedService.CLIENT_ID)
                .with("label.client-secret", ScriptedService.CLIENT_SECRET)
                .with("camel.main.routes-include-pattern", "file:" + routes).start();

        assertEquals("yaml: refused", host.send("direct:read", "a").getMessage().getBody(String.class));
        assertEquals("around: refused", host.send("direct:around", "b").getMessage().getBody(String.class));
    }

    @Test
    void aDeadLetterChannelInYamlGetsTheFailure(@TempDir Path folder) throws Exception {
        service.onPost.add(ScriptedService.reply(400, "text/plain", ""));
        Path routes = Files.writeString(folder.resolve("host.camel.yaml"), """
                - route:
                    id: dead
                    errorHandler:
                      deadLetterChannel:
                        deadLetterUri: direct:letters
                    from:
                      uri: direct:dead
                      steps:
                        - to:
                            uri: kamelet:label-recognition-action
                - route:
                    id: letters
                    from:
                      uri: direct:letters
                      steps:
                        - setBody:
                            simple: "dead: ${exception.reason}"
                """);
        host.with("label.service-url", service.url()).with("label.client-id", ScriptedService.CLIENT_ID)
                .with("label.client-secret", ScriptedService.CLIENT_SECRET)
                .with("camel.main.routes-include-pattern", "file:" + routes).start();

        assertEquals("dead: refused", host.send("direct:dead", "a").getMessage().getBody(String.class));
    }

    @Test
    void theThreadPoolsOfTheHostStayAsTheyAre() {
        host.with("camel.main.routes-include-pattern", Host.ROUTES).start();

        ThreadPoolProfile usual = host.camel().getExecutorServiceManager().getDefaultThreadPoolProfile();

        assertEquals(10, usual.getPoolSize());
        assertEquals(20, usual.getMaxPoolSize());
        assertEquals(1000, usual.getMaxQueueSize());
    }

    private List<String> routes() {
        return host.camel().getRoutes().stream().map(Route::getRouteId).toList();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.contains("label") || name.contains("vert.x") || name.contains("file://")).collect(Collectors.toSet());
    }

    /** What lies in the working directory. */
    private static Set<String> files() throws Exception {
        try (var files = Files.list(Path.of(""))) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
