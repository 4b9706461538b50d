package io.labelrecognition.service;

import java.util.regex.Pattern;

/**
 * The names by which this machine may be called. A web page can make a browser send requests to a loopback address under a name of its
 * own (DNS rebinding); such a request still bears that name as its host.
 */
public final class LocalHosts {
    private static final String AUTHORITY = "(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?";
    private static final Pattern HOST = Pattern.compile(AUTHORITY, Pattern.CASE_INSENSITIVE);
    private static final Pattern URL = Pattern.compile("https?://" + AUTHORITY + "([/?].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * @param host the {@code Host} of the request, or null: HTTP/2 has none
     * @param url  the whole URL of the request, as its target or its {@code :authority} says
     * @throws RequestRefusedException if either is another machine's
     */
    public void check(String host, String url) {
        if (host != null && !HOST.matcher(host).matches() || url == null || !URL.matcher(url).matches()) {
            throw RequestRefusedException.foreignHost();
        }
    }
}
