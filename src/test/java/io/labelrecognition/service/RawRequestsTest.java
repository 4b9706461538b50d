package io.labelrecognition.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends. */
class RawRequestsTest {
    private static final int PHOTO_BYTES = 1 << 20;

    private static RunningService service;

    @BeforeAll
    static void start() {
        LocalServiceSettings usual = RunningService.settings();
        service = new RunningService(new LocalServiceSettings(usual.clientId(), usual.clientSecret(), PHOTO_BYTES, 2, 4, usual.maxTaskBytes(),
                usual.maxResultBytes(), usual.resultLifetime(), usual.tokenLifetime(), Duration.ofSeconds(2), null), SlowReader.unbounded(),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8092", "LocalHost:1", "127.0.0.1", "127.0.0.1:8092", "[::1]", "[::1]:8092"})
    void thisMachineIsKnownByItsNames(String host) throws IOException {
        assertEquals(200, exchange("GET " + RunningService.RECOGNIZE + "?id=x HTTP/1.1\r\nHost: " + host + "\r\n" + authorization() + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8092", "localhost.evil.example", "evil.localhost", "127.0.0.1.evil.example", "127.0.0.2",
        "0.0.0.0", "192.168.0.1:8092", "[::2]", "localhost:", "localhost:x", "localhost:123456", "localhost evil.example", "localhost, evil.example",
        "localhost@evil.example", "localhost\r\nHost: evil.example", "evil.example\r\nHost: localhost", "evil.example\r\nX-Forwarded-Host: localhost"})
    void aForeignHostIsRefusedEverywhere(String host) throws IOException {
        for (String target : List.of("GET " + RunningService.RECOGNIZE + "?id=x&Host=localhost", "GET " + RunningService.STATUS + "?id=x",
                "DELETE " + RunningService.RECOGNIZE + "?id=x", "POST " + RunningService.RECOGNIZE, "POST /connect/token")) {
            int status = exchange(target + " HTTP/1.1\r\nHost: " + host + "\r\n" + authorization() + "Content-Length: 0\r\n\r\n");
            assertTrue(status == 403 || status == 400, target + " " + status);
        }
    }

    @Test
    void aForeignHostInTheTargetIsRefused() throws IOException {
        assertEquals(403, exchange("GET http://evil.example" + RunningService.RECOGNIZE + "?id=x HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n"));
    }

    /** HTTP/2 would let one connection hold as many places as it likes. */
    @Test
    void http2IsNotSpoken() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            int status = status(socket);
            assertTrue(status >= 400 || status == -1, "" + status);
        }
        assertEquals(200, exchange("GET " + RunningService.RECOGNIZE + "?id=x HTTP/1.1\r\nHost: localhost\r\n" + authorization()
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"));
    }

    @Test
    void manyWhoStallOverAFormStopNobody() throws Exception {
        stallWith("POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ngrant_type=");
    }

    @Test
    void manyWhoStallWithATokenDoNotStopTheApplicationsOwnCalls() throws Exception {
        stallWith(post("Content-Length: 100000") + "{");
    }

    private void stallWith(String beginning) throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                Socket socket = connect();
                stalled.add(socket);
                socket.getOutputStream().write(ascii(beginning));
            }
            // as long as they stall: they are given two seconds
            for (int i = 0; i < 5; i++) {
                try (Socket own = new Socket("127.0.0.1", service.ownPort)) {
                    own.setSoTimeout(20_000);
                    String form = "grant_type=client_credentials&client_id=" + RunningService.CLIENT_ID + "&client_secret="
                            + java.net.URLEncoder.encode(RunningService.CLIENT_SECRET, StandardCharsets.UTF_8);
                    own.getOutputStream().write(ascii("POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + form.length()
                            + "\r\n\r\n" + form));
                    assertEquals(200, status(own));
                }
            }
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void whoSendsForEverWithoutATokenIsNotListenedToForEver() throws Exception {
        byte[] body = new byte[1 << 20];
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST " + RunningService.RECOGNIZE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n"));
            int sent = 0;
            try {
                while (sent < 300) {
                    out.write(body);
                    sent++;
                }
            } catch (IOException closed) {
                // as it should be
            }
            assertTrue(sent < 300, sent + " MB were taken");
        }
    }

    @Test
    void aTokenInTheQueryIsNone() throws Exception {
        assertEquals(401, exchange("GET " + RunningService.RECOGNIZE + "?id=x&Authorization=Bearer%20" + service.token()
                + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    @Test
    void aRequestOfTwoLengthsEndsItsConnection() throws Exception {
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            socket.getOutputStream().write(ascii(post("Content-Length: 5\r\nTransfer-Encoding: chunked") + "0\r\n\r\n"
                    + "GET " + RunningService.RECOGNIZE + "?id=x HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n"));
            assertEquals(400, reply(in));
            assertEquals(-1, reply(in));
        }
    }

    @Test
    void headersOfAnySizeAreNotRead() throws IOException {
        assertEquals(431, exchange("GET " + RunningService.RECOGNIZE + "?id=x HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"));
        assertEquals(414, exchange("GET " + RunningService.RECOGNIZE + "?id=" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeAnythingIsSent() throws IOException {
        assertEquals(413, exchange(post("Content-Length: 99999999999")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -1", "Content-Length: x", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: 99999999999999999999"})
    void aLengthThatIsNoneIsABadRequest(String length) throws IOException {
        assertEquals(400, exchange(post(length)));
    }

    @Test
    void chunksBeyondTheLimitAreRefusedWhileTheyCome() throws IOException {
        assertServes();
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii(post("Transfer-Encoding: chunked") + "a\r\n{\"image\":\"\r\n"));
            byte[] chunk = ascii("10000\r\n" + "A".repeat(0x10000) + "\r\n");
            for (int i = 0; i < 3 * PHOTO_BYTES / 0x10000; i++) {
                out.write(chunk);
            }
            assertEquals(413, status(socket));
        }
    }

    @Test
    void aChunkThatIsNoneDoesNoHarm() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii(post("Transfer-Encoding: chunked") + "zz\r\nnonsense\r\n"));
            int status = status(socket);
            assertTrue(status == 400 || status == -1, "" + status);
        }
        assertServes();
    }

    @Test
    void aBodyThatEndsEarlyTakesNoPlace() {
        for (int i = 0; i < 10; i++) {
            // the place of the one before is free once the service has seen that it ended
            int status = await().pollDelay(Duration.ZERO).until(() -> exchangeThatEndsEarly(post("Content-Length: 1000") + "{\"image\": \"SEVM"),
                    answer -> answer != 503);
            assertTrue(status == 400 || status == -1, "" + status);
        }
        assertServes();
    }

    @Test
    void aBodyThatNeverComesIsWaitedForOnlySoLong() throws IOException {
        try (Socket photo = connect(); Socket form = connect()) {
            photo.getOutputStream().write(ascii(post("Content-Length: 1000") + "{"));
            form.getOutputStream().write(ascii("POST /connect/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"));
            assertEquals(408, status(photo));
            assertEquals(408, status(form));
        }
        assertServes();
    }

    @Test
    void whoIsRefusedWhileSendingHearsOfItAndMayGoOnOnTheSameConnection() throws IOException {
        byte[] body = new byte[PHOTO_BYTES];
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                out.write(ascii("POST " + RunningService.RECOGNIZE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n"));
                out.write(body, 0, body.length / 2);
                assertEquals(401, reply(in));
                out.write(body, body.length / 2, body.length - body.length / 2);
            }
            out.write(ascii("GET " + RunningService.RECOGNIZE + "?id=x HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n"));
            assertEquals(200, reply(in));
        }
    }

    @Test
    void manyWhoStallWithoutATokenStopNobody() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = connect();
                stalled.add(socket);
                socket.getOutputStream().write(ascii("POST " + RunningService.RECOGNIZE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{"));
            }
            assertServes();
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void requestsInOneBreathAreAnsweredInTheirOrder() throws IOException {
        String fetch = "GET " + RunningService.RECOGNIZE + "?id=%s HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n";
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii(fetch.formatted("x") + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" + fetch.formatted("")));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            assertEquals(List.of(200, 404, 400), List.of(reply(in), reply(in), reply(in)));
        }
    }

    @Test
    void whatIsNoHttpAtAllDoesNoHarm() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0, 1, 0, 1, -4, 3, 3, '\r', '\n', '\r', '\n'});
            int status = status(socket);
            assertTrue(status == 400 || status == -1, "" + status);
        }
        assertServes();
    }

    /** The place of a request that came to nothing is free once the service has seen that it did. */
    private static void assertServes() {
        HttpResponse<String> reply = await().until(() -> service.post(RunningService.photo(ascii("STILL HERE"), "{}")),
                sent -> sent.statusCode() != 503);
        service.awaitStatus(reply.body(), "Completed");
    }

    private static String authorization() {
        return "Authorization: Bearer " + service.token() + "\r\n";
    }

    private static String post(String header) {
        return "POST " + RunningService.RECOGNIZE + " HTTP/1.1\r\nHost: localhost\r\n" + authorization() + header + "\r\n\r\n";
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", service.port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static int exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii(request));
            return status(socket);
        }
    }

    private static int exchangeThatEndsEarly(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ascii(request));
            socket.shutdownOutput();
            return status(socket);
        }
    }

    private static int status(Socket socket) throws IOException {
        return reply(new BufferedInputStream(socket.getInputStream()));
    }

    /** Reads one reply to its end; its status, or -1 where the connection ends before. */
    private static int reply(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return -1;
        }
        int status = Integer.parseInt(line.split(" ")[1]);
        int length = 0;
        while (!(line = line(in)).isEmpty()) {
            if (line.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.readNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next; (next = in.read()) != '\n';) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
