package io.labelrecognition.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between a client and a {@link ScriptedService}: it resets connections, closes and refuses them, which an HTTP server cannot
 * do by itself. It changes no byte.
 */
public final class Relay implements AutoCloseable {
    private final int target;
    private final int port;
    // the client's socket by the port from which the relay reaches the service
    private final Map<Integer, Socket> clients = new ConcurrentHashMap<>();
    private final AtomicInteger breaks = new AtomicInteger();
    private boolean isCut;
    private volatile ServerSocket door;
    private volatile Thread doorkeeper;

    public Relay(ScriptedService service) throws IOException {
        this(URI.create(service.url()).getPort());
    }

    /** @param target a port of this machine */
    public Relay(int target) throws IOException {
        this.target = target;
        door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        port = door.getLocalPort();
        doorkeeper = start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** An answer of the service: the client's connection is reset before a byte of it. */
    public ScriptedService.Answer reset() {
        return call -> reset(clients.get(call.getRemoteAddress().getPort()));
    }

    /** An answer of the service, after which the client finds no connection any more. */
    public ScriptedService.Answer thenRefuse(ScriptedService.Answer answer) {
        return call -> {
            call.getResponseHeaders().set("Connection", "close");
            refuse();
            answer.to(call);
        };
    }

    /** As a server that closes what is idle: clients that are let in keep their connections until they are used. */
    public void hangUp() throws IOException {
        for (Socket client : clients.values()) {
            client.close();
        }
    }

    /** So many connections are reset after a megabyte of what the client sends. */
    public void breakOff(int connections) {
        breaks.set(connections);
    }

    /** From now on nobody listens; connections that are open stay so. */
    public void refuse() throws IOException {
        door.close();
        try {
            // as long as a thread waits in accept, the system lets connections in
            doorkeeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a network that is cut: what is sent either way is lost on nobody and reaches nobody, until it is whole again. */
    public synchronized void cut(boolean now) {
        isCut = now;
        notifyAll();
    }

    private synchronized void awaitWhole() throws IOException {
        try {
            while (isCut) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    public int port() {
        return port;
    }

    /** Lets clients in again. */
    public void reopen() throws IOException {
        door = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        doorkeeper = start(this::accept);
    }

    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                clients.put(service.getLocalPort(), client);
                start(() -> copyOrBreakOff(client, service));
                start(() -> copy(service, client));
            }
        } catch (IOException e) {
            // closed: nobody is let in any more
        }
    }

    private void copyOrBreakOff(Socket client, Socket service) {
        try (client; service; InputStream in = client.getInputStream(); OutputStream out = service.getOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            long copied = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitWhole();
                copied += read;
                if (copied > 1 << 20 && breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    reset(client);
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side has gone, so the other goes too
        }
    }

    private void copy(Socket from, Socket to) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitWhole();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side has gone, so the other goes too
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        door.close();
        hangUp();
    }
}
