package io.labelrecognition.client.store;

import io.labelrecognition.client.circuit.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store that many machines share: what one of them has begun and cannot end, another goes on with. Threads may share it. */
public interface SharedStore {
    /** @param answerTimeout for how long a sending may still be under way when its machine is not heard of any more */
    TaskStore tasks(Duration answerTimeout);

    /** @param account what it is called in messages: all machines that call it so share its calls */
    CallQuota quota(String account, long callsPerMonth);

    /** The quotas that were asked for, by their accounts. */
    Map<String, ? extends CallQuota> quotas();

    /**
     * What has opened this circuit, or does, opens it on all machines, and one of them tries whether that is over.
     *
     * @param account whose it is: the same on all of them
     */
    void share(String account, CircuitBreaker circuit);

    PhotoClaims photos();

    /** The machines that are alive, or were an hour ago. */
    List<Node> nodes() throws IOException;

    /**
     * Takes over what a journal in a folder knows. Where both know a photo, what is further counts; a second time changes nothing.
     *
     * @return how many photos it knows
     */
    long takeOver(TaskJournal journal) throws IOException;

    /** Calls of this month that were counted elsewhere. */
    void addCalls(String account, long calls) throws IOException;

    /** What is known of these photos; nothing is changed, and this process does not become a machine of the store by it. */
    List<TaskJournal.Entry> find(Collection<String> keys) throws IOException;

    /** Seconds from when the service had a photo until its result was here, of some that were finished last. */
    List<Double> latencies() throws IOException;

    /** Calls of this month that all machines have made, or set aside. */
    long calls(String account) throws IOException;

    /** What is wrong with it; null where nothing is. */
    String trouble();

    /**
     * A machine, or rather one start of the application on it.
     *
     * @param number  never used again
     * @param name    process and host
     * @param since   when it started, ISO 8601
     * @param leaseSeconds how long it may still be silent; negative where it is dead
     * @param photos  of shared inboxes, that it has taken up
     * @param tasks   that it works on
     * @param isThis  whether it is the one that asks
     */
    record Node(long number, String name, String since, double leaseSeconds, long photos, long tasks, boolean isThis) {
    }
}
