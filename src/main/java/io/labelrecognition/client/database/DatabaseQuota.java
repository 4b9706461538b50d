package io.labelrecognition.client.database;

import io.labelrecognition.client.store.CallQuota;
import io.labelrecognition.client.store.CallsOfAPhoto;

/**
 * The calls that all nodes make with one account. The calls of a whole photo are counted when it is sent, and stand with its task: whoever
 * goes on with it has them, and what is left is given back. Threads may share it.
 */
final class DatabaseQuota implements CallQuota {
    private final String account;
    private final long limit;
    private final CallsOfAPhoto callsOfAPhoto = new CallsOfAPhoto();
    private volatile long calls;

    DatabaseQuota(String account, long limit) {
        this.account = account;
        this.limit = limit;
    }

    String account() {
        return account;
    }

    /** How many are set aside for a photo. */
    int callsOfAPhoto() {
        return (int) Math.min(limit, callsOfAPhoto.expected());
    }

    /** What the database says. */
    void seen(long count) {
        calls = count;
    }

    @Override
    public Share share() {
        return new PhotoShare();
    }

    /** As of the last look at the database. */
    @Override
    public long left() {
        return limit - calls;
    }

    @Override
    public long limit() {
        return limit;
    }

    /** What a photo has of the calls is written with its task. */
    final class PhotoShare implements Share {
        private int asked;

        DatabaseQuota quota() {
            return DatabaseQuota.this;
        }

        @Override
        public boolean reserve() {
            return true;
        }

        @Override
        public void calling(boolean isFetch) {
            asked += isFetch ? 1 : 0;
        }

        @Override
        public void notMade() {
            // written with the task
        }

        @Override
        public void end(boolean read) {
            if (read) {
                callsOfAPhoto.read(asked);
            }
        }
    }
}
