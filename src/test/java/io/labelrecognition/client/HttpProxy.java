package io.labelrecognition.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on loopback. Whatever host it is asked for, it leads to one service: under a name that nobody can resolve, the service is
 * reached through it alone. Plain requests have a connection each, so that it sees every one; others go through with {@code CONNECT}.
 */
public final class HttpProxy implements AutoCloseable {
    /** The heads of the requests that it was given, in order. */
    public final List<String> heads = new CopyOnWriteArrayList<>();
    /** The status, with its words, that it answers instead of passing on; null to pass on. */
    public volatile String refusal;

    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;

    /** @param port 0 for any */
    public HttpProxy(int port, ScriptedService service) throws IOException {
        door = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        leadTo(service);
        start(() -> {
            while (true) {
                Socket client = door.accept();
                start(() -> serve(client));
            }
        });
    }

    public HttpProxy(ScriptedService service) throws IOException {
        this(0, service);
    }

    /** From now on, new connections lead there. */
    public void leadTo(ScriptedService service) {
        target = URI.create(service.url()).getPort();
    }

    public int port() {
        return door.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Method and URI of each request. */
    public List<String> requests() {
        return heads.stream().map(head -> head.substring(0, head.indexOf(" HTTP/"))).toList();
    }

    private void serve(Socket client) throws IOException {
        sockets.add(client);
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (refusal != null) {
                write(client, "HTTP/1.1 " + refusal + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                client.shutdownOutput();
                // what is left unread would reset the connection, and the answer with it
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            try (Socket service = new Socket(InetAddress.getLoopbackAddress(), target)) {
                sockets.add(service);
                if (head.startsWith("CONNECT ")) {
                    write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                } else {
                    String own = head.replaceAll("(?i)\r\n(Proxy-)?Connection:[^\r]*", "");
                    write(service, own.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
                }
                start(() -> copy(client, service));
                copy(service, client);
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side has gone, so the other goes too
            }
        }, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
