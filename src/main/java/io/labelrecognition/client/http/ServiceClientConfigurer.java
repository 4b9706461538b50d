package io.labelrecognition.client.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How the service is reached: the HTTP client below camel-http.
 *
 * <p>It repeats nothing by itself (HttpClient would repeat a 429, even of a POST), keeps no cookies, and leaves no idle connection
 * for longer than servers usually do, so that a server's idle close does not meet a photo on its way.
 */
public final class ServiceClientConfigurer implements HttpClientConfigurer {
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    /** A connection that the service has closed meanwhile is not written to: nobody could know whether the photo was taken. */
    private static final TimeValue VALIDATE = TimeValue.ofMilliseconds(10);
    private static final TimeValue IDLE = TimeValue.ofSeconds(3);
    private static final TimeValue LIFE = TimeValue.ofSeconds(50);
    /** Above what the pool of calling threads makes at once, so that no call waits for a connection. */
    private static final int CONNECTIONS = 100;

    private String proxy;
    private String trustStore;
    private String recordings;
    private Timeout answer;

    /** URL of an HTTP proxy, {@code http://host:port}; null or empty for none. */
    public void setProxy(String proxy) {
        this.proxy = proxy;
    }

    /** A {@link TrustStore}, instead of the usual authorities; null or empty for those. */
    public void setTrustStore(String trustStore) {
        this.trustStore = trustStore;
    }

    /** A folder where the service's answers are recorded; null or empty for none. */
    public void setRecord(String folder) {
        this.recordings = folder;
    }

    /** How long the service may be silent before a call is given up: it answers each at once, and reads the photo afterwards. */
    public void setAnswerTimeout(Duration answerTimeout) {
        this.answer = Timeout.of(answerTimeout);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(answer)
                        .setTimeToLive(LIFE)
                        .setValidateAfterInactivity(VALIDATE)
                        .build());
        if (isSet(trustStore)) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(TrustStore.context(Path.of(trustStore))));
        }
        client.setRequestExecutor(new QuickAckRequestExecutor())
                .setConnectionManager(connections.build())
                .setConnectionManagerShared(false)
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(answer)
                        .setConnectionRequestTimeout(answer).setRedirectsEnabled(false).build())
                .evictIdleConnections(IDLE)
                .disableAutomaticRetries()
                .disableCookieManagement();
        if (isSet(recordings)) {
            client.addExecInterceptorFirst("recorder", new Recorder(Path.of(recordings)));
        }
        if (isSet(proxy)) {
            client.setProxy(host(proxy)).setRequestExecutor(new ProxyRefusalExecutor());
        }
    }

    private static HttpHost host(String proxy) {
        try {
            URI address = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
            if (address.getScheme().matches("(?i)https?") && address.getHost() != null && address.getUserInfo() == null) {
                return new HttpHost(address.getScheme(), address.getHost(), address.getPort());
            }
        } catch (URISyntaxException e) {
            // said below
        }
        // not the address itself: there may be a password in it
        throw new IllegalArgumentException(
                "The proxy (label.proxy) is not an address such as http://proxy.example.com:3128; user and password are not supported.");
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }
}
