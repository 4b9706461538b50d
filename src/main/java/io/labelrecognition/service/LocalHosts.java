package io.labelrecognition.service;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names by which this machine may be called. A web page can make a browser send requests to a loopback address under a name of its
 * own (DNS rebinding); such a request still bears that name as its host.
 */
public final class LocalHosts {
    private static final String AUTHORITY = "(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?";
    private static final Pattern HOST = Pattern.compile(AUTHORITY, Pattern.CASE_INSENSITIVE);
    private static final Pattern URL = Pattern.compile("https?://" + AUTHORITY + "([/?].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Callers callers;

    LocalHosts(Callers callers) {
        this.callers = callers;
    }

    /**
     * Looks at the request itself: among the headers of a message are those that a query has given the name of one.
     *
     * @throws RequestRefusedException if its {@code Host}, or its target, is another machine's
     */
    public void check(HttpServerRequest request) {
        if (!isCalledLocally(request)) {
            throw RequestRefusedException.foreignHost();
        }
    }

    /** Whether a request has this machine's {@code Host}, and its target is this machine's, too. */
    public static boolean isCalledLocally(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        String host = hosts.isEmpty() ? null : hosts.get(0);
        String url = request.absoluteURI();
        return hosts.size() <= 1 && (host == null || HOST.matcher(host).matches()) && url != null && URL.matcher(url).matches();
    }

    /** Whether a URL is one that a service on this machine answers by: it listens nowhere else, and to no other name. */
    public static boolean isLocal(String url) {
        return URL.matcher(url).matches();
    }

    /** Whether the application itself calls. */
    public boolean isOwn(HttpServerRequest request) {
        return callers.isOwn(request);
    }
}
