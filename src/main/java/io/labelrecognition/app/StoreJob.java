package io.labelrecognition.app;

import io.labelrecognition.client.store.CallLedgers;
import io.labelrecognition.client.store.SharedStore;
import io.labelrecognition.client.store.TaskJournal;
import io.labelrecognition.client.token.ServiceAccount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What an operator asks of the shared store, or does to it, beside the nodes that work with it. */
final class StoreJob {
    private static final String RECOGNITION = "camel.kamelet.label-recognition-action.";

    private final Settings settings;
    private final PrintStream out;

    StoreJob(Settings settings, PrintStream out) throws UsageException {
        settings.check();
        if (settings.get("label.store-url").isEmpty()) {
            throw new UsageException("There is no shared store: set label.store-url, label.store-user and label.store-password (LABEL_STORE_URL and so on)");
        }
        this.settings = settings;
        this.out = out;
    }

    /** Lists the machines that are alive, or were an hour ago. */
    int nodes() throws IOException {
        return withStore(store -> {
            out.printf("%8s  %-32s %-20s %9s %7s %6s%n", "node", "process and host", "since", "lease", "photos", "tasks");
            for (SharedStore.Node node : store.nodes()) {
                String lease = node.leaseSeconds() > 0 ? String.format("%.1f s", node.leaseSeconds()) : "gone";
                out.printf("%8d  %-32s %-20s %9s %7d %6d%n", node.number(), node.name(), node.since(), lease, node.photos(), node.tasks());
            }
        });
    }

    /** Carries what a journal in a folder knows, and the calls of this month that were counted there, into the store. */
    int carry(String folder) throws IOException {
        Path journal = Path.of(folder.isEmpty() ? settings.get("label.journal") : folder).toAbsolutePath().normalize();
        if (!Files.isDirectory(journal)) {
            throw new IOException("There is no journal " + journal);
        }
        return withStore(store -> {
            long photos;
            try (TaskJournal tasks = new TaskJournal(journal, Clock.systemUTC())) {
                photos = store.takeOver(tasks);
                // a second application with this folder would know nothing of what the store says from now on
                if (Files.exists(journal.resolve(TaskJournal.FILE))) {
                    Files.move(journal.resolve(TaskJournal.FILE), journal.resolve(TaskJournal.FILE + ".carried-over"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            out.println(photos + " photos of the journal " + journal + " are in the shared store now.");
            for (ServiceAccount account : accounts()) {
                carryCalls(store, journal, account);
            }
        });
    }

    private void carryCalls(SharedStore store, Path journal, ServiceAccount account) throws IOException {
        Path file = CallLedgers.file(journal.toString(), account.serviceUrl(), account.clientId());
        if (Files.exists(file)) {
            long calls = CallLedgers.callsIn(file, Clock.systemUTC());
            store.addCalls(account.name(), calls);
            Files.move(file, file.resolveSibling(file.getFileName() + ".carried-over"), StandardCopyOption.REPLACE_EXISTING);
            out.println(calls + " calls of this month with " + account.name() + " are counted there.");
        }
    }

    /** Those that the settings name. */
    private List<ServiceAccount> accounts() {
        Properties all = settings.all(true);
        List<ServiceAccount> accounts = new ArrayList<>();
        accounts.add(account(settings.serviceUrl(), settings.get("label.client-id")));
        all.stringPropertyNames().stream().filter(name -> name.startsWith(RECOGNITION) && name.endsWith(".clientId")).forEach(name ->
                accounts.add(account(all.getProperty(name.replaceFirst("clientId$", "serviceUrl"), settings.serviceUrl()), all.getProperty(name))));
        return accounts;
    }

    /** As stores call it; nobody calls the service with it. */
    static ServiceAccount account(String serviceUrl, String clientId) {
        return new ServiceAccount(serviceUrl, clientId, null, null, null, null);
    }

    @FunctionalInterface
    private interface Work {
        void with(SharedStore store) throws IOException;
    }

    private int withStore(Work work) throws IOException {
        return StoreDatabase.ask(settings, store -> {
            work.with(store);
            return 0;
        });
    }
}
