package io.labelrecognition.client.store;

import java.io.IOException;

/**
 * How many calls an account has made this month (UTC), written down before each is made, and how many it may make.
 *
 * <p>The count is never below the service's; it is above by the calls that were being made when a process was killed. Threads may share a
 * quota.
 */
public interface CallQuota {
    /** What a new photo has of the calls. */
    Share share();

    /** Calls that may be in the month, and are not. */
    long left();

    /** Calls that may be in the month. */
    long limit();

    /** One photo's part of the calls. Not for several threads at once. */
    interface Share {
        /** Of any number of calls, which nobody counts. */
        Share UNLIMITED = new Share() {
            @Override
            public boolean reserve() {
                return true;
            }

            @Override
            public void calling(boolean isFetch) {
                // nobody counts
            }

            @Override
            public void notMade() {
                // nor this
            }

            @Override
            public void end(boolean read) {
                // nothing was set aside
            }
        };

        /** Sets the calls of a whole photo aside: one to send it, and as many to fetch its result as photos need on average. */
        boolean reserve() throws IOException;

        /** A call is about to be made: it is written down when this returns. */
        void calling(boolean isFetch) throws IOException;

        /** The call never reached the service. */
        void notMade() throws IOException;

        /** The photo has its result, or will never have one. */
        void end(boolean read);
    }
}
