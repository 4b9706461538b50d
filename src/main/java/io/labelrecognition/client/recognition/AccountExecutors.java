package io.labelrecognition.client.recognition;

import io.labelrecognition.client.token.ServiceAccount;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;

/**
 * The threads that the calls of a Camel context are made on: a pool for each account, so that a service that hangs holds up its own
 * photos alone. What finds every thread of its account busy waits in a queue, never on the thread that brought it. Idle threads go, so
 * photos that wait for their results hold none.
 */
public final class AccountExecutors {
    /** Calls of an account at once: more gain nothing where a call takes a few milliseconds, and threads cost memory. */
    private static final int CALLS_AT_ONCE = 44;

    private final CamelContext context;
    private final Map<List<String>, ExecutorService> executors = new ConcurrentHashMap<>();

    public AccountExecutors(CamelContext context) {
        this.context = context;
    }

    /** Ends with the context. */
    ExecutorService of(ServiceAccount account) {
        return executors.computeIfAbsent(Arrays.asList(account.serviceUrl(), account.clientId()), unused -> context.getExecutorServiceManager()
                .newThreadPool(this, "labelCalls", new ThreadPoolProfileBuilder("labelCalls").poolSize(CALLS_AT_ONCE).maxPoolSize(CALLS_AT_ONCE)
                        .maxQueueSize(-1).keepAliveTime(1L, TimeUnit.SECONDS).allowCoreThreadTimeOut(true).build()));
    }
}
