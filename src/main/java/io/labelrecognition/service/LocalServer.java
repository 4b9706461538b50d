package io.labelrecognition.service;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The HTTP server of an application that serves the three calls to itself, and maybe to others on this machine. Its own calls come by a
 * port that the system chooses, so that they reach nobody else, and others take no place from them; others come by the port that is set.
 *
 * <p>A connection has to say something: its first request within ten seconds, the next within a minute and a quarter. HTTP/1.1 alone; a
 * request that is none ends its connection. Camel's server warns where a port is taken and goes on without it; this one does not start.
 */
public final class LocalServer extends VertxPlatformHttpServer {
    /** No port for others. */
    public static final int NONE = -1;

    private static final String HOST = "127.0.0.1";
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
    private static final Duration NEXT_REQUEST = Duration.ofSeconds(75);
    private static final int CONNECTIONS_OF_OTHERS = 512;
    private static final int WORKERS = 128;
    /** Where nothing is served but what others look at. */
    private static final int FEW_WORKERS = 16;
    private static final long START_SECONDS = 30;

    private final boolean hasOwnPort;
    private final int portForOthers;
    private final Duration firstRequest;
    private final List<HttpServer> servers = new ArrayList<>();
    /** The timer that ends a connection which says nothing. */
    private final Map<HttpConnection, Long> silent = new ConcurrentHashMap<>();
    private final AtomicInteger others = new AtomicInteger();
    private HttpServer own;
    private HttpServer forOthers;
    private volatile Handler<HttpServerRequest> elsewhereHandler;
    private volatile Predicate<HttpServerRequest> elsewhere = request -> false;
    /** Made here, and so ended here; null where the host has one. */
    private Vertx vertx;

    /** @param portForOthers 0 for any free one, {@link #NONE} for none */
    public LocalServer(int portForOthers) {
        this(true, portForOthers, FIRST_REQUEST);
    }

    LocalServer(boolean hasOwnPort, int portForOthers, Duration firstRequest) {
        super(configuration());
        this.hasOwnPort = hasOwnPort;
        this.portForOthers = portForOthers;
        this.firstRequest = firstRequest;
    }

    /** A server for others alone, of an application that does not serve itself. */
    public static LocalServer forOthersAlone(int port) {
        return new LocalServer(false, port, FIRST_REQUEST);
    }

    private static VertxPlatformHttpServerConfiguration configuration() {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(HOST);
        configuration.setBindPort(0);
        configuration.setPort(0);
        configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_SERVER);
        return configuration;
    }

    /**
     * @throws BindException if the port for others is taken
     */
    @Override
    protected void startServer() throws Exception {
        own = hasOwnPort ? listen(0, false) : null;
        forOthers = portForOthers != NONE ? listen(portForOthers, true) : null;
    }

    private HttpServer listen(int port, boolean forOthers) throws Exception {
        HttpServerOptions options = new HttpServerOptions().setHost(HOST).setPort(port).setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) NEXT_REQUEST.toSeconds());
        HttpServer server = getVertx().createHttpServer(options);
        Handler<HttpServerRequest> routes = VertxPlatformHttpRouter.lookup(getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(0))::handle;
        server.connectionHandler(connection -> {
            connection.closeHandler(closed -> {
                speaks(connection);
                if (forOthers) {
                    others.decrementAndGet();
                }
            });
            if (forOthers && others.incrementAndGet() > CONNECTIONS_OF_OTHERS) {
                connection.close();
            } else {
                listenTo(connection, firstRequest);
            }
        });
        server.requestHandler(request -> {
            speaks(request.connection());
            if (request.getHeader("Transfer-Encoding") == null) {
                request.response().endHandler(ended -> listenTo(request.connection(), NEXT_REQUEST));
            } else {
                // it may have had a length as well, which is gone by now: what follows may be another's idea of a request
                request.response().putHeader("Connection", "close").endHandler(ended -> request.connection().close());
            }
            Predicate<HttpServerRequest> isElsewhere = elsewhere;
            if (forOthers && isElsewhere.test(request)) {
                elsewhereHandler.handle(request);
            } else {
                routes.handle(request);
            }
        });
        server.invalidRequestHandler(request -> {
            request.response().putHeader("Connection", "close").endHandler(ended -> request.connection().close());
            HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
        });
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (IOException) new BindException(HOST + ":" + port).initCause(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("The local service does not come to listen at " + HOST + ":" + port, e);
        }
        servers.add(server);
        return server;
    }

    private void listenTo(HttpConnection connection, Duration patience) {
        silent.put(connection, getVertx().setTimer(patience.toMillis(), timer -> {
            silent.remove(connection);
            connection.close();
        }));
    }

    private void speaks(HttpConnection connection) {
        Long timer = silent.remove(connection);
        if (timer != null) {
            getVertx().cancelTimer(timer);
        }
    }

    /**
     * Some requests of others are answered by something else than the routes.
     *
     * @param which of a request, before its body is read
     */
    public void alsoServe(Predicate<HttpServerRequest> which, Handler<HttpServerRequest> handler) {
        elsewhereHandler = handler;
        elsewhere = which;
    }

    /** By which the application itself calls. */
    @Override
    public HttpServer getServer() {
        return own;
    }

    /** Whether a request came by the application's own port. */
    boolean isOwn(HttpServerRequest request) {
        HttpServer server = own;
        return server != null && request.localAddress().port() == server.actualPort();
    }

    /** The base URL for the application itself; once it has started. */
    public String ownUrl() {
        return "http://" + HOST + ":" + own.actualPort();
    }

    /** The port for others; {@link #NONE} where there is none. */
    public int portForOthers() {
        HttpServer server = forOthers;
        return server == null ? NONE : server.actualPort();
    }

    /** With threads to spare: those that others may hold are bounded, and the application's own calls find more. */
    @Override
    protected Vertx createVertxInstance() {
        vertx = Vertx.vertx(options().setWorkerPoolSize(hasOwnPort ? WORKERS : FEW_WORKERS));
        return vertx;
    }

    /** Of a Vert.x that leaves no files behind when it is killed. */
    public static VertxOptions options() {
        return new VertxOptions().setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    @Override
    protected void stopVertx() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            vertx = null;
        }
    }

    @Override
    protected void stopServer() {
        getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
        for (HttpServer server : servers) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
        servers.clear();
        own = null;
        forOthers = null;
    }
}
