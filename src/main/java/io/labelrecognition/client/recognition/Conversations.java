package io.labelrecognition.client.recognition;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.LocalAddress;
import io.labelrecognition.client.MonotonicClock;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.polling.PollSchedule;
import io.labelrecognition.client.settings.ByteSize;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.SharedStores;
import io.labelrecognition.client.store.TaskJournals;
import io.labelrecognition.client.store.TaskStore;
import io.labelrecognition.client.token.AccessTokenSource;
import io.labelrecognition.client.token.ServiceAccount;
import io.labelrecognition.client.wire.Confidence;
import io.labelrecognition.client.wire.RecognitionResult;
import io.labelrecognition.client.wire.RecognitionSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.util.StringHelper;
import org.apache.hc.core5.http.HttpEntity;

/**
 * Begins and ends the conversations of one use of the Kamelet, and hands each what its calls came to. It holds the settings of that
 * use; the properties are the Kamelet's parameters under their own names.
 */
public final class Conversations {
    /** The exchange property that holds the conversation. */
    public static final String RECOGNITION = "LabelRecognition";
    /** A header of the host's: true sends a photo again that is remembered as one that cannot be read, or is refused. */
    public static final String SEND_AGAIN = "LabelSendAgain";

    /** A header: true goes on with a photo that was begun, and fails with NOT_BEGUN where it was not. */
    public static final String ONLY_IF_BEGUN = "LabelOnlyIfBegun";

    /** The exchange property with who is told when a conversation is over: a {@link Consumer} of it. */
    public static final String SETTLEMENT = "LabelSettlement";
    private static final String ORIGINAL = "LabelOriginalMessage";

    public static final String TASK_ID = "LabelTaskId";
    public static final String TASK_STATUS = "LabelTaskStatus";
    public static final String WARNINGS = "LabelWarnings";
    public static final String POLLS = "LabelPolls";
    public static final String RESULTS = "LabelResults";
    public static final String CONFIDENCE = "LabelConfidence";
    public static final String MIN_CONFIDENCE = "LabelMinConfidence";

    private static final Set<String> REDELIVERY_HEADERS = Set.of(Exchange.REDELIVERED, Exchange.REDELIVERY_COUNTER,
            Exchange.REDELIVERY_MAX_COUNTER);

    private final Clock clock = new MonotonicClock();
    private final RecognitionParameters parameters = new RecognitionParameters();

    // set once, by the Kamelet's parameters, before the first photo
    private AccessTokenSource accessToken;
    private String serviceUrl;
    private PollSchedule.Mode poll;
    private Duration timeout;
    private boolean resendAmbiguous;
    private TaskJournals journals;
    private String journal;
    private Duration reuseResults;
    private CallLedgers ledgers;
    private String ledger;
    private SharedStores stores;
    private String store;
    private Duration answerTimeout;
    private Long callsPerMonth;
    private long maxPhotoBytes;
    private PollSchedule schedule;
    private boolean redelivered;
    private Metrics metrics;

    /** Where the access token of the account comes from. */
    public void setAccessToken(AccessTokenSource accessToken) {
        this.accessToken = accessToken;
    }

    public void setServiceUrl(String serviceUrl) {
        this.serviceUrl = serviceUrl;
    }

    /** As {@link PollSchedule.Mode} has it, in any case. */
    public void setPoll(String mode) {
        this.poll = PollSchedule.Mode.parse(mode);
    }

    /** The parameters that are sent with each photo. */
    public RecognitionParameters getSettings() {
        return parameters;
    }

    /**
     * The parameters are set.
     *
     * @throws IllegalArgumentException if there is a number of calls, and no folder to count them in
     */
    public void start() {
        if (callsPerMonth != null && ledger == null && store == null) {
            throw new IllegalArgumentException("callsPerMonth (label.calls-per-month) is " + callsPerMonth + ", and there is no folder to count"
                    + " the calls in: set journal (label.journal), or ledger.");
        }
        if (store != null) {
            stores.of(store);
        }
        schedule = PollSchedule.of(poll);
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public void setResendAmbiguous(boolean resendAmbiguous) {
        this.resendAmbiguous = resendAmbiguous;
    }

    /** Whether a redelivery by the host's error handler begins anew, calls and all. */
    public void setRedelivered(boolean redelivered) {
        this.redelivered = redelivered;
    }

    /** Where what is measured goes. */
    public void setMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    /** The journals of the Camel context. */
    public void setJournals(TaskJournals journals) {
        this.journals = journals;
    }

    /** The shared stores of the Camel context. */
    public void setStores(SharedStores stores) {
        this.stores = stores;
    }

    /** The name of the data source of a store that several machines share, in the place of journal and ledger; empty for none. */
    public void setStore(String name) {
        this.store = StringHelper.trimToNull(name);
    }

    /** How long the service may be silent before a call is given up. */
    public void setAnswerTimeout(Duration answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    /** The folder of the journal; empty for none. */
    public void setJournal(String folder) {
        this.journal = StringHelper.trimToNull(folder);
        this.ledger = ledger == null ? journal : ledger;
    }

    /** How long the same photo is answered from the journal; zero is never. */
    public void setReuseResults(Duration reuseResults) {
        this.reuseResults = reuseResults;
    }

    /** The ledgers of the Camel context. */
    public void setLedgers(CallLedgers ledgers) {
        this.ledgers = ledgers;
    }

    /** The folder of the ledger of calls; empty for that of the journal. */
    public void setLedger(String folder) {
        if (StringHelper.trimToNull(folder) != null) {
            this.ledger = StringHelper.trimToNull(folder);
        }
    }

    /** How many calls the account may make in a month; empty for any number. */
    public void setCallsPerMonth(String calls) {
        this.callsPerMonth = StringHelper.trimToNull(calls) == null ? null : Long.valueOf(calls.trim());
    }

    /** As {@link ByteSize} has it. */
    public void setMaxPhotoBytes(String size) {
        this.maxPhotoBytes = ByteSize.parse(size);
    }

    /** Takes up the photo in the message. The message itself is put aside: the calls have bodies and headers of their own. */
    public void begin(Exchange exchange) {
        if (!redelivered && exchange.getMessage().getHeader(Exchange.REDELIVERED, false, boolean.class)
                && exchange.getProperty(RECOGNITION) instanceof Conversation failed && failed.getFailure() != null) {
            // the repetitions that make sense have been made: a redelivery of the host's must not make calls that are paid for
            return;
        }
        exchange.setProperty(ORIGINAL, exchange.getMessage().copy());
        // Camel notes the endpoint of a failure as it was called: with the secret, where that is one of its parameters
        exchange.setProperty(ExchangePropertyKey.TO_ENDPOINT, "kamelet:label-recognition-action");
        Conversation recognition;
        try {
            recognition = recognition(Photo.of(exchange.getMessage().getBody(), maxPhotoBytes), exchange.getContext(),
                    exchange.getMessage().getHeader(SEND_AGAIN, false, boolean.class), exchange.getMessage().getHeader(ONLY_IF_BEGUN, false, boolean.class));
        } catch (LabelRecognitionException e) {
            recognition = new Conversation(e);
        }
        exchange.setProperty(RECOGNITION, recognition);
    }

    private Conversation recognition(Photo photo, CamelContext context, boolean again, boolean onlyIfBegun) throws LabelRecognitionException {
        RecognitionSettings settings = parameters.settings();
        ServiceAccount account = accessToken.account();
        TaskStore tasks = tasks(account);
        String service = serviceName(context, account);
        String key = null;
        if (tasks != null) {
            try {
                key = parameters.key(photo, service, account.clientId());
            } catch (IOException e) {
                throw new LabelRecognitionException(Reason.PHOTO, "The photo cannot be read: " + e.getMessage(), null, e);
            }
        }
        Bookkeeping books = new Bookkeeping(tasks, key, share(account), again);
        if (onlyIfBegun && !books.isBegun()) {
            books.close(false);
            throw new LabelRecognitionException(Reason.NOT_BEGUN, "The photo was not begun here, or what came of it is where it was wanted.");
        }
        return new Conversation(new RecognitionRequest(photo, settings), books,
                new Conversation.Terms(accessToken, schedule, timeout, resendAmbiguous, reuseResults, context::isStopping, clock, metrics,
                        account.name(), service));
    }

    private static String serviceName(CamelContext context, ServiceAccount account) {
        LocalAddress local = context.getRegistry().lookupByNameAndType(LocalAddress.BEAN, LocalAddress.class);
        return local != null && local.url().equals(account.serviceUrl()) ? local.name() : account.serviceUrl();
    }

    /** Null for none. */
    private TaskStore tasks(ServiceAccount account) {
        if (store == null) {
            return journal == null ? null : journals.in(journal);
        }
        // what tells accounts apart is no more of the secret than that
        stores.of(store).share(account.name() + " " + TaskStore.key(account.clientSecret()).substring(0, 4), accessToken.circuit());
        return stores.of(store).tasks(answerTimeout);
    }

    private CallQuota.Share share(ServiceAccount account) throws LabelRecognitionException {
        if (callsPerMonth == null) {
            return CallQuota.Share.UNLIMITED;
        }
        if (store != null) {
            return stores.of(store).quota(account.name(), callsPerMonth).share();
        }
        try {
            return ledgers.of(ledger, account.serviceUrl(), account.clientId(), account.name(), callsPerMonth).share();
        } catch (IOException e) {
            throw new LabelRecognitionException(Reason.JOURNAL, "The ledger of calls cannot be kept: " + e.getMessage(), null, e);
        }
    }

    /** Another photo of the same bytes was on its way. */
    public void follow(@ExchangeProperty(RECOGNITION) Conversation recognition) {
        recognition.follow();
    }

    /** The body that sends the photo. */
    public HttpEntity sending(@ExchangeProperty(RECOGNITION) Conversation recognition) throws LabelRecognitionException, IOException {
        return recognition.sending();
    }

    public void fetching(@ExchangeProperty(RECOGNITION) Conversation recognition) throws LabelRecognitionException {
        recognition.fetching();
    }

    /** @param seconds what the service says a photo takes it; null where it says nothing */
    public void sent(@ExchangeProperty(RECOGNITION) Conversation recognition, @Body String answer,
                     @Header("Label-Expected-Seconds") String seconds) {
        // not a number: the photo was taken, whatever else the service says
        if (seconds != null && seconds.matches("\\d{1,3}(\\.\\d{1,3})?")) {
            schedule.expect(Duration.ofMillis((long) (1000 * Double.parseDouble(seconds))));
        }
        recognition.sent(answer);
    }

    public void fetched(@ExchangeProperty(RECOGNITION) Conversation recognition, @Body RecognitionResult answer,
                        @Header("Label-Confidence") Double mean, @Header("Label-Min-Confidence") Double min) {
        recognition.fetched(answer, mean == null || min == null ? null : new Confidence(mean, min));
    }

    /** @param thrown all of it: {@code @ExchangeException} would be what lies at the bottom, of which a certificate has a lot */
    public void failed(@ExchangeProperty(RECOGNITION) Conversation recognition, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown,
                       @Variable("LabelAccessToken") String token) {
        recognition.failed(thrown, token);
    }

    /**
     * Puts the message back as it was, with the text as its body. A failed one may come here again, by a redelivery of its host's. Those
     * are counted in headers, which have to outlive that, or there would be no end of them.
     */
    @SuppressWarnings("unchecked")
    public void end(Exchange exchange) throws LabelRecognitionException {
        Conversation recognition = exchange.getProperty(RECOGNITION, Conversation.class);
        Message message = exchange.getMessage();
        Map<String, Object> redeliveries = message.getHeaders().entrySet().stream()
                .filter(header -> REDELIVERY_HEADERS.contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        message.copyFrom(exchange.getProperty(ORIGINAL, Message.class));
        message.getHeaders().putAll(redeliveries);
        recognition.end();
        // an inbox settles it when the photo has been moved; without one there is nothing to wait for
        Consumer<Conversation> settlement = exchange.getProperty(SETTLEMENT, Consumer.class);
        if (settlement == null) {
            recognition.settled(false);
        } else {
            settlement.accept(recognition);
        }
        message.setHeader(TASK_ID, recognition.getTaskId());
        message.setHeader(POLLS, recognition.getPolls());
        message.setHeader(WARNINGS, recognition.getWarnings());
        if (recognition.getFailure() != null) {
            throw recognition.getFailure();
        }
        exchange.removeProperty(ORIGINAL);
        exchange.removeProperty(RECOGNITION);
        if (recognition.getConfidence() != null) {
            message.setHeader(CONFIDENCE, recognition.getConfidence().mean());
            message.setHeader(MIN_CONFIDENCE, recognition.getConfidence().min());
        }
        message.setHeader(TASK_STATUS, recognition.getResult().taskStatus());
        Map<String, byte[]> results = recognition.getResult().byType();
        if (results.size() > 1 || !results.isEmpty() && !results.containsKey("Text")) {
            message.setHeader(RESULTS, results);
        }
        message.setBody(body(results));
    }

    /** The text where there is one, else the first result as bytes; a photo without text has an empty one. */
    private static Object body(Map<String, byte[]> results) {
        for (Map.Entry<String, byte[]> result : results.entrySet()) {
            if (result.getKey().equalsIgnoreCase("Text")) {
                return text(result.getValue());
            }
        }
        return results.isEmpty() ? "" : results.values().iterator().next();
    }

    /** The service ends its lines as it likes; here each ends in a newline. */
    private static String text(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8).replace("\r\n", "\n");
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }
}
