package io.labelrecognition.client;

import static io.labelrecognition.client.ScriptedService.reply;
import static io.labelrecognition.client.ScriptedService.result;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Kamelet {@code label-recognition-action} in a host, over HTTP. */
class RecognitionActionTest {
    private static final byte[] PHOTO = "a photo".getBytes(StandardCharsets.UTF_8);
    private static final String TASK = "c4b60313-4f78-45f8-b708-069eb98dc22e";

    private ScriptedService service;
    private KameletHost host;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
        service.close();
    }

    private Exchange send(Object photo) {
        return send(photo, "");
    }

    private Exchange send(Object photo, String parameters) {
        host = KameletHost.of(service, parameters);
        return host.send(photo);
    }

    private static String text(Exchange exchange) {
        assertNull(exchange.getException());
        return assertInstanceOf(String.class, exchange.getMessage().getBody());
    }

    private static LabelRecognitionException failure(Exchange exchange) {
        return assertInstanceOf(LabelRecognitionException.class, exchange.getException());
    }

    @SuppressWarnings("unchecked")
    private static List<String> warnings(Exchange exchange) {
        return exchange.getMessage().getHeader("LabelWarnings", List.class);
    }

    private static byte[] photo(ScriptedService.Call post) {
        return Base64.getDecoder().decode(post.json().get("image").asText());
    }

    private Set<String> idsAskedFor() {
        Set<String> ids = new HashSet<>();
        service.gets.forEach(get -> ids.add(get.query()));
        return ids;
    }

    @Test
    void aPhotoBecomesItsTextByThreeCalls() {
        Exchange answer = send(PHOTO);
        assertEquals("TEXT\n", text(answer));
        assertEquals(1, service.tokenRequests.size());
        assertEquals(1, service.posts.size());
        assertEquals(1, service.gets.size());
        assertArrayEquals(PHOTO, photo(service.posts.get(0)));
        ScriptedService.Call token = service.tokenRequests.get(0);
        assertTrue(token.header("Content-Type").startsWith("application/x-www-form-urlencoded"));
        ScriptedService.Call post = service.posts.get(0);
        assertTrue(post.header("Content-Type").startsWith("application/json"));
        assertEquals("text/plain", post.header("Accept"));
        assertEquals(Set.of("image", "settings"), names(post));
        assertEquals("application/json", service.gets.get(0).header("Accept"));
        assertEquals("id=" + answer.getMessage().getHeader("LabelTaskId"), service.gets.get(0).query());
        assertEquals("Completed", answer.getMessage().getHeader("LabelTaskStatus"));
        assertEquals(1, answer.getMessage().getHeader("LabelPolls"));
        assertEquals(List.of(), warnings(answer));
        assertNull(answer.getMessage().getHeader("LabelResults"));
    }

    private static Set<String> names(ScriptedService.Call call) {
        Set<String> names = new HashSet<>();
        call.json().fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Nested
    class WhatTheServiceAnswers {
        @ParameterizedTest
        @ValueSource(strings = {"Pending", "Processing", "AWordOfTomorrow", "pending", ""})
        void anUnfinishedTaskIsAskedForAgain(String status) {
            service.onGet.add(result(TASK, status, "NotReady", null, null));
            service.onGet.add(result(TASK, status, "NotReady", null, null));
            Exchange answer = send(PHOTO);
            assertEquals("TEXT\n", text(answer));
            assertEquals(3, service.gets.size());
            assertEquals(1, idsAskedFor().size());
            assertEquals(1, service.posts.size());
            assertEquals(3, answer.getMessage().getHeader("LabelPolls"));
        }

        @Test
        void anErrorIsReportedWithTheServicesWordsAndNotAskedForAgain() {
            service.onPost.add(reply(200, "text/plain", TASK));
            service.onGet.add(result(TASK, "Error", "Error", null, "{\"messages\":[\"Not an image.\",\"Sorry.\"],\"warnings\":null}"));
            Exchange answer = send(PHOTO);
            LabelRecognitionException failure = failure(answer);
            assertEquals(Reason.ERROR, failure.getReason());
            assertTrue(failure.getMessage().contains("Not an image. Sorry."), failure.getMessage());
            assertEquals(TASK, failure.getTaskId());
            assertFalse(failure.isRetryable());
            assertEquals(1, service.gets.size());
            assertEquals(1, service.posts.size());
            assertEquals(TASK, answer.getMessage().getHeader("LabelTaskId"));
        }

        @Test
        void anErrorWithoutWordsIsReportedAllTheSame() {
            service.onGet.add(result(TASK, "Error", "Error", null, null));
            assertEquals(Reason.ERROR, failure(send(PHOTO)).getReason());
        }

        @Test
        void aTaskThatDoesNotExistIsSentOnceMoreWithTheSameSettings() {
            service.onPost.add(reply(200, "text/plain", TASK));
            Exchange answer = send(PHOTO, "&upsampling=true");
            assertEquals("TEXT\n", text(answer));
            assertEquals(2, service.posts.size());
            assertArrayEquals(service.posts.get(0).body(), service.posts.get(1).body());
            assertEquals(2, idsAskedFor().size());
            assertEquals(1, warnings(answer).size());
            assertTrue(warnings(answer).get(0).contains(TASK), warnings(answer).get(0));
            assertNotEquals(TASK, answer.getMessage().getHeader("LabelTaskId"));
        }

        @Test
        void aTaskThatDoesNotExistASecondTimeIsGivenUp() {
            for (int i = 0; i < 5; i++) {
                service.onGet.add(result(TASK, "NotExist", "TaskNotFound", null, null));
            }
            LabelRecognitionException failure = failure(send(PHOTO));
            assertEquals(Reason.NOT_EXIST, failure.getReason());
            assertTrue(failure.isRetryable());
            assertEquals(2, service.posts.size());
            assertEquals(2, service.gets.size());
        }

        @Test
        void noticesBesideACompletedResultAreWarnings() {
            service.onGet.add(result(TASK, "Completed", "Ok", "A\r\nB", "{\"messages\":[\"blurred\"],\"warnings\":[\"small\"]}"));
            Exchange answer = send(PHOTO);
            assertEquals("A\nB\n", text(answer));
            assertEquals(List.of("blurred", "small"), warnings(answer));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"%s\"", "  %s \r\n", "\"%s\"\n"})
        void aTaskIdIsUnderstoodQuotedAndPadded(String form) {
            service.onPost.add(reply(200, "application/json", form.formatted(TASK)));
            service.onGet.add(result(TASK, "Completed", "Ok", "TEXT", null));
            assertEquals("TEXT\n", text(send(PHOTO)));
            assertEquals(Set.of("id=" + TASK), idsAskedFor());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "<html>welcome</html>", "../../connect/token", "{\"id\":1}", "a b&id=x#y"})
        void anAnswerWithoutATaskIdIsNotTakenForOne(String answer) {
            service.onPost.add(reply(200, "text/plain", answer));
            LabelRecognitionException failure = failure(send(PHOTO));
            assertEquals(Reason.SERVICE, failure.getReason());
            assertNull(failure.getTaskId());
            assertEquals(1, service.posts.size());
            assertEquals(0, service.gets.size());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "[]", "[{\"type\":\"Text\",\"data\":\"\"}]", "[{\"type\":\"Text\",\"data\":null}]"})
        void aPhotoWithoutTextHasAnEmptyText(String results) {
            service.onGet.add(reply(200, "application/json", "{\"id\":\"" + TASK + "\",\"taskStatus\":\"Completed\","
                    + "\"responseStatusCode\":\"NoAnyResultData\",\"results\":" + results + ",\"error\":null}"));
            assertEquals("", text(send(PHOTO)));
        }

        @Test
        void aLostResultIsNoText() {
            service.onGet.add(result(TASK, "Completed", "ResultDataLost", null, null));
            assertEquals(Reason.SERVICE, failure(send(PHOTO)).getReason());
        }

        @Test
        void fieldsThatNobodyKnowsYetAreIgnored() {
            service.onToken.add(call -> {
                service.tokens.add("t");
                reply(200, "application/json", "{\"access_token\":\"t\",\"expires_in\":60,\"token_type\":\"bearer\",\"new\":{}}").to(call);
            });
            service.onGet.add(reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Fine\","
                    + "\"results\":[{\"type\":\"text\",\"data\":\"w7w=\",\"confidence\":0.9}],\"error\":null,\"cost\":1}"));
            assertEquals("ü\n", text(send(PHOTO)));
        }

        @Test
        void severalFormatsComeTogether() {
            service.onGet.add(reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\","
                    + "\"results\":[{\"type\":\"Pdf\",\"data\":\"AP8=\"},{\"type\":\"Text\",\"data\":\"QQ==\"}],\"error\":null}"));
            Exchange answer = send(PHOTO, "&resultType=TextAndPdf");
            assertEquals("A\n", text(answer));
            Map<?, ?> results = answer.getMessage().getHeader("LabelResults", Map.class);
            assertEquals(Set.of("Text", "Pdf"), results.keySet());
            assertArrayEquals(new byte[] {0, -1}, (byte[]) results.get("Pdf"));
            assertEquals("TextAndPdf", service.posts.get(0).json().at("/settings/resultType").asText());
        }

        @Test
        void aFormatOtherThanTextIsGivenAsItsBytes() {
            service.onGet.add(reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\","
                    + "\"results\":[{\"type\":\"Pdf\",\"data\":\"AP8=\"}],\"error\":null}"));
            Exchange answer = send(PHOTO, "&resultType=Pdf");
            assertNull(answer.getException());
            assertArrayEquals(new byte[] {0, -1}, answer.getMessage().getBody(byte[].class));
        }

        @Test
        void aPhotoIsGivenUpWhenItsTimeIsOverAndItsTaskIdIsSaid() {
            service.latency = java.time.Duration.ofHours(1);
            Exchange answer = send(PHOTO, "&resultTimeout=1s");
            LabelRecognitionException failure = failure(answer);
            assertEquals(Reason.TIMEOUT, failure.getReason());
            assertTrue(failure.isRetryable());
            assertEquals(Set.of("id=" + failure.getTaskId()), idsAskedFor());
            assertEquals(1, service.posts.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0", "-1", "1e9", "NaN", "99999999999999999999"})
    void aServiceThatSaysNonsenseOfItsLatencyHasThePhotoAllTheSame(String seconds) {
        service.onPost.add(call -> {
            call.getResponseHeaders().set("Label-Expected-Seconds", seconds);
            service.post(call);
        });
        assertEquals("TEXT\n", send(PHOTO).getMessage().getBody(String.class));
        assertEquals(1, service.posts.size());
    }

    @Nested
    class HowSureItIs {
        @Test
        void isAHeaderWhereTheServiceSaysIt() {
            service.onGet.add(ScriptedService.reply(200, "application/json", "{\"id\":\"x\",\"taskStatus\":\"Completed\",\"responseStatusCode\":\"Ok\","
                    + "\"results\":[{\"type\":\"Text\",\"data\":\"VEVYVA==\"}],\"error\":null}", "Label-Confidence", "0.875", "Label-Min-Confidence", "0.5"));
            Exchange answer = send(PHOTO);
            assertEquals(0.875, answer.getMessage().getHeader("LabelConfidence"));
            assertEquals(0.5, answer.getMessage().getHeader("LabelMinConfidence"));
        }

        @Test
        void isNotSaidOtherwise() {
            assertFalse(send(PHOTO).getMessage().getHeaders().keySet().stream().anyMatch(header -> header.endsWith("Confidence")));
        }
    }

    @Nested
    class Settings {
        @Test
        void thoseUnsetAreLeftToTheServiceAndSkewCorrectionIsAlwaysSent() throws Exception {
            send(PHOTO);
            assertEquals(new ObjectMapper().readTree(
                    "{\"language\":\"English\",\"makeSkewCorrect\":true,\"makeUpsampling\":false,\"resultType\":\"Text\"}"),
                    service.posts.get(0).json().get("settings"));
        }

        @Test
        void thoseSetAreSentUnderTheirNamesOnTheWire() throws Exception {
            String regions = "[{\"rect\":{\"topLeftX\":1,\"topLeftY\":2,\"bottomRightX\":30,\"bottomRightY\":40},\"order\":0}]";
            send(PHOTO, "&language=English&skewCorrection=false&upsampling=true&resultType=Text&binarization=true&spellCheck=false&rotate=90"
                    + "&regions=RAW(" + regions + ")&dsrMode=TextDetector&dsrConfidence=Low");
            assertEquals(new ObjectMapper().readTree("{\"language\":\"English\",\"makeSkewCorrect\":false,\"makeUpsampling\":true,"
                    + "\"resultType\":\"Text\",\"makeBinarization\":true,\"makeSpellCheck\":false,\"Rotate\":90,\"regions\":" + regions
                    + ",\"dsrMode\":\"TextDetector\",\"dsrConfidence\":\"Low\"}"), service.posts.get(0).json().get("settings"));
        }

        @Test
        void aPlainRouteTakesThemFromTheHostsProperties() throws Exception {
            host = new KameletHost(null, "camel.main.routesIncludePattern", "classpath:label-recognition/routes/recognize-label.camel.yaml",
                    "label.service-url", service.url(), "label.client-id", ScriptedService.CLIENT_ID,
                    "label.client-secret", ScriptedService.CLIENT_SECRET, "label.upsampling", "true", "label.rotate", "180",
                    "label.spell-check", "");
            assertEquals("TEXT\n", text(host.sendTo("direct:recognize-label", PHOTO, Map.of())));
            assertEquals(new ObjectMapper().readTree("{\"language\":\"English\",\"makeSkewCorrect\":true,\"makeUpsampling\":true,"
                    + "\"resultType\":\"Text\",\"Rotate\":180}"), service.posts.get(0).json().get("settings"));
        }
    }

    @Nested
    class TheHostsMessage {
        static Stream<Function<Path, Object>> bodies() {
            return Stream.of(file -> bytes(file), file -> new ByteArrayInputStream(bytes(file)), Path::toFile, file -> file, file -> {
                GenericFile<File> wrapped = new GenericFile<>();
                wrapped.setFile(file.toFile());
                return wrapped;
            });
        }

        private static byte[] bytes(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @ParameterizedTest
        @MethodSource("bodies")
        void aPhotoMayBeBytesAStreamOrAFile(Function<Path, Object> body, @TempDir Path folder) throws Exception {
            byte[] photo = new byte[100_001];
            new java.util.Random(1).nextBytes(photo);
            Path file = Files.write(folder.resolve("photo.png"), photo);
            service.onGet.add(result(TASK, "NotExist", "TaskNotFound", null, null));
            assertEquals("TEXT\n", text(send(body.apply(file))));
            assertArrayEquals(photo, photo(service.posts.get(0)));
            // sent again: even a stream can be read twice
            assertArrayEquals(photo, photo(service.posts.get(1)));
        }

        @Test
        void whatIsNoPhotoIsNotSent(@TempDir Path folder) throws Exception {
            host = KameletHost.of(service, "&maxPhotoBytes=10");
            List<Object> bodies = new ArrayList<>(List.of(new byte[0], new byte[11], new ByteArrayInputStream(new byte[0]),
                    new ByteArrayInputStream(new byte[11]), Files.createFile(folder.resolve("empty.jpg")).toFile(),
                    Files.write(folder.resolve("large.jpg"), new byte[11]), folder.resolve("none.jpg").toFile(), folder, Map.of()));
            bodies.add(null);
            for (Object body : bodies) {
                Exchange answer = host.send(body);
                LabelRecognitionException failure = failure(answer);
                assertEquals(Reason.PHOTO, failure.getReason(), () -> "body " + body);
                assertFalse(failure.isRetryable());
                assertNull(failure.getTaskId());
                assertEquals(body instanceof ByteArrayInputStream, answer.getMessage().getBody() != body);
            }
            assertEquals(0, service.posts.size());
            assertEquals(0, service.tokenRequests.size());
            assertNull(host.send(new byte[10]).getException());
        }

        @Test
        void itsHeadersNeitherReachTheServiceNorGetLost() {
            host = KameletHost.of(service, "");
            Map<String, Object> headers = new TreeMap<>(Map.of("Mine", "kept", "CamelHttpPath", "/elsewhere", "CamelHttpUri",
                    "http://127.0.0.1:1/", "CamelHttpMethod", "DELETE", "CamelHttpQuery", "id=other", "Authorization", "Basic aG9zdA==",
                    "Content-Type", "image/png", "CamelHttpResponseCode", 201, "Host", "example.com"));
            headers.put("Content-Encoding", "gzip");
            headers.put("CamelFileName", "a.png");
            Exchange answer = host.send(PHOTO, headers);
            assertEquals("TEXT\n", text(answer));
            headers.forEach((name, value) -> assertEquals(value, answer.getMessage().getHeader(name), name));
            assertEquals(headers.size() + 4, answer.getMessage().getHeaders().size(), () -> answer.getMessage().getHeaders().toString());
            for (ScriptedService.Call call : List.of(service.tokenRequests.get(0), service.posts.get(0), service.gets.get(0))) {
                assertNull(call.header("Mine"));
                assertNull(call.header("CamelFileName"));
                assertNull(call.header("Content-Encoding"));
                assertNotEquals("Basic aG9zdA==", call.header("Authorization"));
                assertTrue(call.header("Host").startsWith("127.0.0.1:"));
            }
        }

        @Test
        void itsOwnVariablesAndPropertiesStay() {
            host = new KameletHost(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:read").setVariable("mine", constant("v")).setProperty("own", constant("p"))
                            .to(KameletHost.kamelet(""));
                }
            }, "url", service.url(), "id", ScriptedService.CLIENT_ID, "secret", ScriptedService.CLIENT_SECRET);
            Exchange answer = host.send(PHOTO);
            assertEquals("TEXT\n", text(answer));
            assertEquals(Map.of("mine", "v"), answer.getVariables());
            assertEquals("p", answer.getProperty("own"));
            assertTrue(answer.getProperties().keySet().stream().noneMatch(name -> name.startsWith("Label")),
                    () -> answer.getProperties().toString());
        }

        @Test
        void theHostsOwnErrorHandlerGetsTheExceptionOnceWithItsPhoto() {
            for (Object photo : List.of(PHOTO, new ByteArrayInputStream(PHOTO))) {
                theHostsOwnErrorHandlerGetsTheExceptionOnceWith(photo);
                host.close();
            }
        }

        private void theHostsOwnErrorHandlerGetsTheExceptionOnceWith(Object photo) {
            List<Exchange> dead = new java.util.concurrent.CopyOnWriteArrayList<>();
            service.onGet.add(result(TASK, "Error", "Error", null, "{\"messages\":[\"Not an image.\"],\"warnings\":null}"));
            host = new KameletHost(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(deadLetterChannel("direct:dead").maximumRedeliveries(2).redeliveryDelay(1));
                    from("direct:dead").process(dead::add);
                    from("direct:read").to(KameletHost.kamelet(""));
                }
            }, "url", service.url(), "id", ScriptedService.CLIENT_ID, "secret", ScriptedService.CLIENT_SECRET);
            host.send(photo, Map.of("Mine", "kept"));
            assertEquals(1, dead.size());
            Exception caught = dead.get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            assertEquals(Reason.ERROR, assertInstanceOf(LabelRecognitionException.class, caught).getReason());
            assertArrayEquals(PHOTO, dead.get(0).getMessage().getBody(byte[].class));
            assertEquals("kept", dead.get(0).getMessage().getHeader("Mine"));
        }

        @Test
        void aJpegThatIsCutAndHasNoTextIsNotPassedOverInSilence() {
            service.read = photo -> "";
            host = KameletHost.of(service, "");
            byte[] cut = new byte[8000];
            cut[0] = (byte) 0xFF;
            cut[1] = (byte) 0xD8;
            List<?> warnings = host.send(cut).getMessage().getHeader("LabelWarnings", List.class);
            assertTrue(warnings.toString().contains("ends before its end marker"), warnings.toString());
            cut[7998] = (byte) 0xFF;
            cut[7999] = (byte) 0xD9;
            assertEquals(List.of(), host.send(cut).getMessage().getHeader("LabelWarnings", List.class));
        }

        @Test
        void aHostThatRedeliversSendsThePhotoAnew() {
            service.onGet.add(result(TASK, "Error", "Error", null, null));
            host = new KameletHost(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                    from("direct:read").to(KameletHost.kamelet("") + "&noErrorHandler=true");
                }
            }, "url", service.url(), "id", ScriptedService.CLIENT_ID, "secret", ScriptedService.CLIENT_SECRET);
            assertEquals("TEXT\n", text(host.send(PHOTO)));
            assertEquals(2, service.posts.size());
        }
    }

    @Nested
    class Accounts {
        @Test
        void twoInOneHostHaveATokenEach() throws Exception {
            try (ScriptedService other = new ScriptedService()) {
                other.read = photo -> "OTHER";
                host = new KameletHost(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:read").to(KameletHost.kamelet(""));
                        from("direct:other").to(KameletHost.kamelet("2"));
                        from("direct:third").to(KameletHost.kamelet("") + "&upsampling=true");
                    }
                }, "url", service.url(), "id", ScriptedService.CLIENT_ID, "secret", ScriptedService.CLIENT_SECRET,
                        "url2", other.url(), "id2", ScriptedService.CLIENT_ID, "secret2", ScriptedService.CLIENT_SECRET);
                for (int i = 0; i < 2; i++) {
                    assertEquals("TEXT\n", text(host.send(PHOTO)));
                    assertEquals("OTHER\n", text(host.sendTo("direct:other", PHOTO, Map.of())));
                    assertEquals("TEXT\n", text(host.sendTo("direct:third", PHOTO, Map.of())));
                }
                assertEquals(1, service.tokenRequests.size());
                assertEquals(1, other.tokenRequests.size());
                assertNotEquals(service.posts.get(0).header("Authorization"), other.posts.get(0).header("Authorization"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"a+b", "100%", "%41", "a&clientId=x", "it's", "#1", "a#b", "a)b", "a)", "(a)", " inner space ", "übergröße✓",
            "a=b;c", "\"quoted\"", "back\\slash", "$x", "${body}", "a?b/c", "R{A}W", "a,b", "{x}", "RAW(x)", "ENC(x)"})
        void anyCharactersMayStandInItsCredentials(String credential) throws Exception {
            for (boolean secret : new boolean[] {true, false}) {
                service.clientId = secret ? "plain" : credential;
                service.clientSecret = secret ? credential : "plain";
                try (KameletHost own = KameletHost.of(service.url(), service.clientId, service.clientSecret, "")) {
                    assertEquals("TEXT\n", text(own.send(PHOTO)));
                }
            }
        }
    }

    @Nested
    class Secrets {
        private static final String SECRET = "s3cr3t-value+&%x";

        @Test
        void areLeftNowhereWhenThePhotoIsRead() throws Exception {
            search(exchange -> assertNull(exchange.getException()));
        }

        @Test
        void areLeftNowhereWhenThePhotoFails() throws Exception {
            service.onGet.add(result(TASK, "Error", "Error", null, null));
            search(exchange -> failure(exchange));
        }

        @Test
        void areLeftNowhereWhenACallIsRefused() throws Exception {
            service.onPost.add(reply(400, "application/json", "{}"));
            search(exchange -> failure(exchange));
        }

        @Test
        void areLeftNowhereWhenTheCredentialsAreRefused() throws Exception {
            service.onToken.add(reply(400, "application/json", "{\"error\":\"invalid_client\"}"));
            search(exchange -> assertEquals(Reason.CREDENTIALS, failure(exchange).getReason()));
        }

        @Test
        void areLeftNowhereWhenTheServiceCannotBeReached() throws Exception {
            service.onPost.add(ScriptedService.hangUp());
            service.onPost.add(ScriptedService.truncated("text/plain", "c4"));
            search(exchange -> assertNull(exchange.getException()));
        }

        private void search(java.util.function.Consumer<Exchange> expected) throws Exception {
            service.clientSecret = SECRET;
            try (CapturedOutput output = new CapturedOutput()) {
                host = new KameletHost(new RouteBuilder() {
                    @Override
                    public void configure() {
                        getContext().setMessageHistory(true);
                        errorHandler(defaultErrorHandler().logExhaustedMessageHistory(true).logExhaustedMessageBody(true));
                        from("direct:read").to(KameletHost.kamelet(""));
                    }
                }, "url", service.url(), "id", ScriptedService.CLIENT_ID, "secret", SECRET);
                Exchange answer = host.send(PHOTO);
                expected.accept(answer);
                host.close();
                Set<String> secrets = new HashSet<>(service.tokens);
                secrets.add(SECRET);
                secrets.add(java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8));
                secrets.add("Bearer");
                assertHasNone(secrets, "headers", answer.getMessage().getHeaders().toString());
                assertHasNone(secrets, "properties", answer.getAllProperties().toString());
                assertHasNone(secrets, "variables", String.valueOf(answer.getVariables()));
                assertHasNone(secrets, "history", String.valueOf(answer.getProperty(Exchange.MESSAGE_HISTORY)));
                if (answer.getException() != null) {
                    StringWriter trace = new StringWriter();
                    answer.getException().printStackTrace(new PrintWriter(trace, true));
                    assertHasNone(secrets, "exception", trace.toString());
                }
                assertHasNone(secrets, "log", output.toString());
            }
        }

        private static void assertHasNone(Set<String> secrets, String place, String text) {
            for (String secret : secrets) {
                assertFalse(text.contains(secret), () -> place + " hold " + secret + ": " + text);
            }
        }
    }
}
