package io.labelrecognition.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.Printable;
import io.labelrecognition.client.inbox.InboxFilter;
import io.labelrecognition.client.recognition.Photo;
import io.labelrecognition.client.recognition.RecognitionParameters;
import io.labelrecognition.client.settings.KameletPropertiesSource;
import io.labelrecognition.client.settings.SettingRules;
import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.CallsOfAPhoto;
import io.labelrecognition.client.store.JournalReader;
import io.labelrecognition.client.store.TaskJournal;
import io.labelrecognition.client.token.ServiceAccount;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.util.TimeUtils;

/** Says what reading the photos of the inbox would take. It makes no call, and changes nothing. */
final class PlanJob {
    private static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final Settings settings;
    private final PrintStream out;
    private final boolean json;

    /** @param json whether it is to be one line of JSON */
    PlanJob(Settings settings, PrintStream out, boolean json) throws UsageException {
        settings.check();
        this.settings = settings;
        this.out = out;
        this.json = json;
    }

    /**
     * What it would take.
     *
     * @param send      photos that would be sent
     * @param fetch     that were sent, and whose results would be fetched
     * @param answered  that are known, and would be answered without a call
     * @param same      that are the same as another that lies there, and would be answered by that one's result
     * @param refused   that would go to the failed ones without a call
     * @param calls     about how many
     * @param cost      of the calls; null without a price
     * @param callsLeft of the month; null where there is no limit
     * @param isCovered whether those reach; null where there is no limit
     * @param latency   seconds from a sending to its result, the median of those that were finished last; null where nothing is known of that
     * @param seconds   about how long it would take; null where nothing is known of that
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Plan(String inbox, int photos, int send, int fetch, int answered, int same, List<Refused> refused, long calls, BigDecimal cost,
                Long callsLeft, Boolean isCovered, Double latency, Double seconds) {
    }

    /** A photo that would not be sent, and why. */
    record Refused(String photo, String reason) {
    }

    private record Known(Map<String, TaskJournal.Entry> entries, List<Double> latencies, long callsMade) {
    }

    int run() throws IOException {
        Path inbox = Path.of(settings.get("label.inbox")).toAbsolutePath().normalize();
        if (!Files.isDirectory(inbox)) {
            throw new IOException("There is no inbox " + inbox);
        }
        Plan plan = plan(inbox);
        if (json) {
            out.println(JSON.writeValueAsString(plan));
        } else {
            print(plan);
        }
        return 0;
    }

    private Plan plan(Path inbox) throws IOException {
        List<Refused> refused = new ArrayList<>();
        Map<String, Integer> keys = new LinkedHashMap<>();
        List<Path> photos = InboxFilter.photos(inbox, settings.get("label.include"));
        RecognitionParameters parameters = parameters();
        for (Path photo : photos) {
            String name = inbox.relativize(photo).toString();
            try {
                keys.merge(parameters.key(Photo.of(photo, settings.maxPhotoBytes()), serviceName(), clientId()), 1, Integer::sum);
            } catch (LabelRecognitionException e) {
                refused.add(new Refused(name, e.getMessage()));
            } catch (IOException e) {
                refused.add(new Refused(name, "The photo cannot be read: " + e.getMessage()));
            }
        }
        Known known = known(keys.keySet());
        int[] counts = new int[4];
        for (Map.Entry<String, Integer> key : keys.entrySet()) {
            count(key.getValue(), known.entries().get(key.getKey()), counts);
        }
        long whole = new CallsOfAPhoto().expected();
        long calls = counts[0] * whole + counts[1] * (whole - 1);
        String limit = settings.get("label.calls-per-month");
        Long left = limit.isEmpty() ? null : Math.max(0, Long.parseLong(limit) - known.callsMade());
        Double latency = known.latencies().isEmpty() ? null : median(known.latencies());
        int waiting = counts[0] + counts[1];
        int atOnce = Math.max(1, Math.min(waiting, Integer.parseInt(settings.get("label.max-in-flight"))));
        return new Plan(inbox.toString(), photos.size(), counts[0], counts[1], counts[2], counts[3], refused, calls,
                settings.cost(calls), left, left == null ? null : calls <= left,
                latency, latency == null ? null : latency * waiting / atOnce);
    }

    /** @param counts send, fetch, answered, same */
    private void count(int photos, TaskJournal.Entry entry, int[] counts) {
        boolean isReused = !settings.get("label.reuse-results").equals("0");
        boolean isUseful = entry != null && (entry.until() == 0 || entry.until() > System.currentTimeMillis());
        int first = entry == null ? 0 : switch (entry.record().state()) {
            case SENDING -> 0;
            case SENT -> 1;
            case FINISHED, FAILED -> isUseful ? 2 : 0;
        };
        counts[first]++;
        counts[isReused || first == 2 ? first == 2 ? 2 : 3 : first] += photos - 1;
    }

    private static double median(List<Double> latencies) {
        List<Double> sorted = latencies.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    // ---- how the application would send them

    private RecognitionParameters parameters() {
        Map<String, String> given = new HashMap<>();
        SettingRules.settings().forEach(name -> KameletPropertiesSource.parameters(name).forEach(parameter -> given.put(parameter, settings.get(name))));
        return JSON.convertValue(given, RecognitionParameters.class);
    }

    private boolean isLocal() {
        return settings.serviceUrl().isEmpty();
    }

    private String serviceName() {
        return isLocal() ? Application.localName(settings) : settings.serviceUrl();
    }

    private String clientId() {
        return isLocal() && settings.get("label.client-id").isEmpty() ? Application.LOCAL_CLIENT : settings.get("label.client-id");
    }

    private ServiceAccount account() {
        return StoreJob.account(serviceName(), clientId());
    }

    // ---- what is known of them

    private Known known(Collection<String> keys) throws IOException {
        return settings.get("label.store-url").isEmpty() ? inJournal(keys) : inStore(keys);
    }

    private Known inJournal(Collection<String> keys) throws IOException {
        Path journal = Path.of(settings.get("label.journal")).toAbsolutePath().normalize();
        JournalReader.Found found = JournalReader.read(journal, keys);
        Path ledger = CallLedgers.file(journal.toString(), account().serviceUrl(), account().clientId());
        return new Known(found.entries(), found.latencies(), Files.exists(ledger) ? CallLedgers.callsIn(ledger, Clock.systemUTC()) : 0);
    }

    private Known inStore(Collection<String> keys) throws IOException {
        return StoreDatabase.ask(settings, store -> {
            Map<String, TaskJournal.Entry> entries = new HashMap<>();
            store.find(keys).forEach(entry -> entries.put(entry.key(), entry));
            return new Known(entries, store.latencies(), store.calls(account().name()));
        });
    }

    // ---- how it is said

    private void print(Plan plan) {
        out.println("inbox      " + plan.inbox() + ": " + plan.photos() + (plan.photos() == 1 ? " photo" : " photos"));
        row(plan.send(), "would be sent");
        row(plan.fetch(), "were sent: their results would be fetched");
        row(plan.answered(), "are known: answered without a call");
        row(plan.same(), "are the same as another one here: answered by its result");
        row(plan.refused().size(), "would go to the failed ones without a call:");
        plan.refused().forEach(refused -> out.println("             " + Printable.of(refused.photo()) + ": " + refused.reason()));
        out.println("calls      about " + plan.calls());
        if (plan.cost() != null) {
            out.println("cost       about " + plan.cost().toPlainString() + ", at " + settings.get("label.price-per-call") + " a call");
        }
        if (plan.callsLeft() != null) {
            out.println("budget     " + plan.callsLeft() + " calls of this month are left: " + (plan.isCovered() ? "enough" : "too few"));
        }
        out.println("time       " + (plan.seconds() == null ? "unknown: no photo has been read here so far"
                : String.format(Locale.ROOT, "about %s, at %.1f s from sending to result", TimeUtils.printDuration(Math.round(1000 * plan.seconds()), false), plan.latency())));
    }

    private void row(int photos, String what) {
        if (photos > 0) {
            out.printf("%10d %s%n", photos, what);
        }
    }
}
