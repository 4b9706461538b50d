package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServerTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void aPortThatIsTakenRefusesTheStart(String holder) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(holder)); DefaultCamelContext context = new DefaultCamelContext()) {
            LocalServer server = new LocalServer(other.getLocalPort());
            server.setCamelContext(context);

            Throwable thrown = assertThrows(Exception.class, server::start);
            while (!(thrown instanceof BindException)) {
                thrown = thrown.getCause();
            }
            assertInstanceOf(BindException.class, thrown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "})
    void aConnectionThatSaysNothingEnds(String beginning) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            LocalServer server = new LocalServer(true, 0, Duration.ofMillis(300));
            context.addService(server, true, true);
            server.start();
            try (Socket socket = new Socket("127.0.0.1", server.portForOthers())) {
                socket.setSoTimeout(20_000);
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream();
                out.write(beginning.getBytes(StandardCharsets.US_ASCII));
                // a byte now and then is no request
                try {
                    for (int i = 0; i < 1000 && in.available() == 0 && !beginning.isEmpty(); i++) {
                        out.write('x');
                        out.flush();
                        socket.setSoTimeout(20);
                        try {
                            if (in.read() < 0) {
                                return;
                            }
                        } catch (java.net.SocketTimeoutException stillOpen) {
                            // another byte
                        }
                    }
                    socket.setSoTimeout(20_000);
                    assertEquals(-1, in.read());
                } catch (SocketException closed) {
                    // as it should be
                }
            }
        }
    }
}
