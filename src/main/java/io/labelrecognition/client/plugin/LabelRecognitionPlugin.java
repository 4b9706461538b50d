package io.labelrecognition.client.plugin;

import io.labelrecognition.client.LateJar;
import io.labelrecognition.client.MonotonicClock;
import io.labelrecognition.client.circuit.CircuitBreakers;
import io.labelrecognition.client.database.Databases;
import io.labelrecognition.client.health.HealthChecks;
import io.labelrecognition.client.inbox.InboxFolders;
import io.labelrecognition.client.inbox.Inboxes;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.recognition.AccountExecutors;
import io.labelrecognition.client.settings.FolderPropertiesFunction;
import io.labelrecognition.client.settings.HostAccount;
import io.labelrecognition.client.settings.KameletPropertiesSource;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.SharedStores;
import io.labelrecognition.client.store.TaskJournals;
import io.labelrecognition.client.token.AccessTokens;
import io.labelrecognition.client.token.ServiceAccount;
import io.labelrecognition.client.wire.AccessTokenReply;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.TimeUtils;

/**
 * Binds what lives once in a Camel context, under the names by which the Kamelets ask for it. Camel finds it on the class path.
 *
 * <p>Binding is all it does: no thread, no connection and no file comes of it until a route of ours runs.
 */
public final class LabelRecognitionPlugin implements ContextServicePlugin {
    /** The {@link AccessTokens} of the context. */
    public static final String ACCESS_TOKENS = "labelAccessTokens";
    /** The {@link HostAccount} of the context. */
    public static final String HOST_ACCOUNT = "labelHostAccount";
    /** The {@link CircuitBreakers} of the context. */
    public static final String CIRCUIT_BREAKERS = "labelCircuitBreakers";
    /** The {@linkplain InboxFolders.Claims folders} of all inboxes of the context. */
    public static final String INBOX_FOLDERS = "labelInboxFolders";
    /** The {@link Inboxes} of the context. */
    public static final String INBOXES = "labelInboxes";
    /** The {@link Metrics} of the context. */
    public static final String METRICS = "labelMetrics";
    /** The {@link TaskJournals} of the context. */
    public static final String JOURNALS = "labelJournals";
    /** The {@link CallLedgers} of the context. */
    public static final String LEDGERS = "labelLedgers";
    /** The {@link SharedStores} of the context. */
    public static final String STORES = "labelStores";
    /** Where photos wait between two calls: it wakes them and does nothing else, so two threads serve thousands. */
    public static final String WAITING = "labelWaiting";
    /** The {@link AccountExecutors} of the context. */
    public static final String ACCOUNT_EXECUTORS = "labelAccountExecutors";

    /** What the Kamelets' parameters come from. Spring Boot puts a properties component of its own in the place of the first. */
    static void bindProperties(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        if (properties.getPropertiesSource(KameletPropertiesSource.NAME) == null) {
            properties.addPropertiesSource(new KameletPropertiesSource(properties));
            properties.addPropertiesFunction(new FolderPropertiesFunction(context));
        }
    }

    @Override
    public void load(CamelContext context) {
        // where the jar came late: see LateJar
        boolean late = context.getStatus().isStarting() || context.getStatus().isStarted();
        bindProperties(context);
        KameletParameterCheck check = new KameletParameterCheck(context, late);
        context.addLifecycleStrategy(check);
        context.getCamelContextExtension().registerEndpointCallback(check);
        try {
            context.addStartupListener(new InboxStartupListener());
        } catch (Exception e) {
            // only a context that has started calls a listener at once
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
        context.getRegistry().bind(HOST_ACCOUNT, new HostAccount(context));
        Clock elapsed = new MonotonicClock();
        context.getRegistry().bind(METRICS, Metrics.class, () -> Metrics.of(context));
        Inboxes inboxes = new Inboxes();
        context.getRegistry().bind(INBOXES, inboxes);
        CircuitBreakers circuits = new CircuitBreakers(elapsed, () -> metrics(context));
        context.getRegistry().bind(CIRCUIT_BREAKERS, circuits);
        context.getRegistry().bind(ACCESS_TOKENS, AccessTokens.class, () -> new AccessTokens(
                (account, traced) -> requestToken(context, account, traced), circuits, elapsed, metrics(context)));
        context.getRegistry().bind(INBOX_FOLDERS, InboxFolders.Claims.class, InboxFolders.Claims::new);
        context.getRegistry().bind(LEDGERS, CallLedgers.class, () -> new CallLedgers(Clock.systemUTC(), metrics(context)));
        new HealthChecks(context, circuits, inboxes, () -> bean(context, ACCESS_TOKENS, AccessTokens.class),
                () -> bean(context, LEDGERS, CallLedgers.class), () -> bean(context, STORES, Databases.class)).all()
                .forEach(health -> context.getRegistry().bind(health.getId(), health));
        context.getRegistry().bind(JOURNALS, TaskJournals.class, () -> new TaskJournals(Clock.systemUTC(), metrics(context)));
        context.getRegistry().bind(STORES, Databases.class, () -> new Databases(
                name -> context.getRegistry().lookupByNameAndType(name, DataSource.class),
                () -> Duration.ofMillis(TimeUtils.toMilliSeconds(context.resolvePropertyPlaceholders("{{label.store-lease:15s}}"))), metrics(context)));
        context.getRegistry().bind(WAITING, ScheduledExecutorService.class, () -> context.getExecutorServiceManager()
                .newScheduledThreadPool(this, WAITING, new ThreadPoolProfileBuilder(WAITING).poolSize(2).maxQueueSize(-1).build()));
        context.getRegistry().bind(ACCOUNT_EXECUTORS, AccountExecutors.class, () -> new AccountExecutors(context));
        context.getRegistry().bind(LateJar.LOADED, this);
    }

    @Override
    public void unload(CamelContext context) {
        TaskJournals journals = context.getRegistry().lookupByNameAndType(JOURNALS, TaskJournals.class);
        if (journals != null) {
            journals.close();
        }
        Databases stores = context.getRegistry().lookupByNameAndType(STORES, Databases.class);
        if (stores != null) {
            stores.close();
        }
    }

    private static Metrics metrics(CamelContext context) {
        return bean(context, METRICS, Metrics.class);
    }

    private static <T> T bean(CamelContext context, String name, Class<T> type) {
        return context.getRegistry().lookupByNameAndType(name, type);
    }

    /** The request itself is a step of the routes: a Kamelet that is loaded when it is first wanted. */
    private static AccessTokenReply requestToken(CamelContext context, ServiceAccount account, Map<String, Object> traced) throws Exception {
        ProducerTemplate template = context.createProducerTemplate();
        try {
            return template.requestBodyAndHeaders("kamelet:label-request-token-action?noErrorHandler=true&location=classpath:label-recognition/kamelets"
                    + parameter("serviceUrl", account.serviceUrl())
                    + parameter("proxy", account.proxy())
                    + parameter("trustStore", account.trustStore())
                    + parameter("answerTimeout", account.answerTimeout()), account, traced, AccessTokenReply.class);
        } finally {
            template.stop();
        }
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=RAW(" + value + ")";
    }
}
