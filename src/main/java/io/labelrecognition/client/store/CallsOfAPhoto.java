package io.labelrecognition.client.store;

/** How many calls a photo takes, as those that were read have shown. Threads may share it. */
public final class CallsOfAPhoto {
    /** Until photos have shown how often they are asked for. */
    private static final double USUAL_GETS = 2;

    // guarded by this
    private long photos;
    private long gets;

    /** One to send it, and as many to fetch its result as photos need on average. */
    public synchronized long expected() {
        return 1 + (long) Math.ceil(photos == 0 ? USUAL_GETS : (double) gets / photos);
    }

    /** A photo was read; one that was never asked for teaches nothing. */
    public synchronized void read(int asked) {
        if (asked > 0) {
            photos++;
            gets += asked;
        }
    }
}
