package io.labelrecognition.service;

import java.time.Duration;

/**
 * What the local service is to accept and to keep.
 *
 * @param clientId       the one client that it knows
 * @param clientSecret   that client's secret
 * @param maxPhotoBytes  how large a photo may be
 * @param readers        photos read at once; the processors of this machine as a rule
 * @param maxTasks       photos received, waiting and being read, at most
 * @param maxTaskBytes   bytes of these photos, at most
 * @param maxResultBytes bytes of kept results, at most
 * @param resultLifetime how long a result is kept, from the moment that its photo was sent
 * @param tokenLifetime  how long an access token is good
 * @param patience       how long the body of a request may take to arrive
 * @param reviewBelow    a photo with a line less sure than this is marked in a JSON result as one to be reviewed; null where none is marked
 */
public record LocalServiceSettings(String clientId, String clientSecret, int maxPhotoBytes, int readers, int maxTasks, long maxTaskBytes,
                                   long maxResultBytes, Duration resultLifetime, Duration tokenLifetime, Duration patience, Double reviewBelow) {
    private static final int MEGABYTE = 1 << 20;

    public LocalServiceSettings {
        if (clientId.isEmpty() || clientSecret.isEmpty()) {
            throw new IllegalArgumentException("the local service needs a client id and a client secret");
        }
        if (maxPhotoBytes < 1 || readers < 1 || maxTasks < 1) {
            throw new IllegalArgumentException("the local service needs room for one photo at least");
        }
    }

    /**
     * The settings as they are unless something else is asked for: a queue of 2048 photos that fills a quarter of the heap at most, 64 MB of
     * results or an eighth of the heap, and the lifetimes of the contract.
     *
     * @param maxPhotoBytes how large a photo may be
     */
    public static LocalServiceSettings of(String clientId, String clientSecret, int maxPhotoBytes) {
        Runtime machine = Runtime.getRuntime();
        return new LocalServiceSettings(clientId, clientSecret, maxPhotoBytes, machine.availableProcessors(), 2048, machine.maxMemory() / 4,
                Math.max(64 * MEGABYTE, machine.maxMemory() / 8), Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(1), null);
    }

    /**
     * The same, but for which photos are to be reviewed.
     *
     * @param confidence as it is set; blank for none
     */
    public LocalServiceSettings withReviewBelow(String confidence) {
        return new LocalServiceSettings(clientId, clientSecret, maxPhotoBytes, readers, maxTasks, maxTaskBytes, maxResultBytes, resultLifetime,
                tokenLifetime, patience, confidence.isBlank() ? null : Double.valueOf(confidence.trim()));
    }

    @Override
    public String toString() {
        return "LocalServiceSettings[maxPhotoBytes=" + maxPhotoBytes + ", readers=" + readers + ", maxTasks=" + maxTasks + ", maxTaskBytes="
                + maxTaskBytes + ", maxResultBytes=" + maxResultBytes + "]";
    }
}
