package io.labelrecognition.client.store;

import io.labelrecognition.client.files.Disk;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A disk in memory that keeps what it promises and no more: at a crash it loses what was not forced, or a part of it, or tears it. */
final class FaultyDisk implements Disk {
    private final Random random;
    // guarded by this
    private Map<Path, Inode> names = new HashMap<>();
    private Map<Path, Inode> namesOnDisk = new HashMap<>();
    private long room = Long.MAX_VALUE;
    private int forcesToFail;
    private boolean folderFails;

    FaultyDisk(long seed) {
        this.random = new Random(seed);
    }

    private static final class Inode {
        private byte[] content = {};
        private byte[] onDisk = {};
        /** What forcing has failed for: the system holds it for clean, so no later call writes it. */
        private int lostFrom;
        private int lostTo;
    }

    /** The machine ends, and starts again. */
    synchronized void crash() {
        names = new HashMap<>(namesOnDisk);
        for (Inode inode : names.values()) {
            inode.content = afterACrash(inode);
            inode.onDisk = inode.content;
            inode.lostFrom = 0;
            inode.lostTo = 0;
        }
    }

    private byte[] afterACrash(Inode inode) {
        int forced = inode.onDisk.length;
        if (inode.content.length <= forced || !Arrays.equals(inode.onDisk, 0, forced, inode.content, 0, forced)) {
            return random.nextBoolean() ? inode.onDisk : inode.content.length < forced ? inode.content : inode.onDisk;
        }
        byte[] left = Arrays.copyOf(inode.content, forced + random.nextInt(inode.content.length - forced + 1));
        if (random.nextInt(3) == 0 && left.length > forced) {
            // the length is there, the data is not
            Arrays.fill(left, forced + random.nextInt(left.length - forced), left.length, (byte) 0);
        }
        return left;
    }

    /** So many bytes more, and the disk is full. */
    synchronized void fillUpAfter(long bytes) {
        room = bytes;
    }

    synchronized void failToForce(int times) {
        forcesToFail = times;
    }

    /** Once. */
    synchronized void failToForceTheFolder() {
        folderFails = true;
    }

    @Override
    public synchronized boolean exists(Path file) {
        return names.containsKey(file);
    }

    @Override
    public synchronized InputStream read(Path file) throws IOException {
        return new ByteArrayInputStream(inode(file).content);
    }

    private Inode inode(Path file) throws NoSuchFileException {
        Inode inode = names.get(file);
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        return inode;
    }

    @Override
    public synchronized Appendable open(Path file) {
        return new Open(names.computeIfAbsent(file, unused -> new Inode()));
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        names.put(to, inode(from));
        names.remove(from);
    }

    @Override
    public synchronized void deleteIfExists(Path file) {
        names.remove(file);
    }

    @Override
    public synchronized void forceFolder(Path folder) throws IOException {
        failMaybe();
        if (folderFails) {
            folderFails = false;
            throw new IOException("Input/output error");
        }
        namesOnDisk = new HashMap<>(names);
    }

    private void failMaybe() throws IOException {
        if (forcesToFail > 0) {
            forcesToFail--;
            throw new IOException("Input/output error");
        }
    }

    private final class Open implements Appendable {
        private final Inode inode;

        private Open(Inode inode) {
            this.inode = inode;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            synchronized (FaultyDisk.this) {
                int taken = (int) Math.min(room, bytes.length);
                int before = inode.content.length;
                inode.content = Arrays.copyOf(inode.content, before + taken);
                System.arraycopy(bytes, 0, inode.content, before, taken);
                room -= taken;
                if (taken < bytes.length) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public byte[] read(long position, int length) throws IOException {
            synchronized (FaultyDisk.this) {
                if (position + length > inode.content.length) {
                    throw new EOFException();
                }
                return Arrays.copyOfRange(inode.content, (int) position, (int) position + length);
            }
        }

        @Override
        public void truncate(long length) {
            synchronized (FaultyDisk.this) {
                inode.content = Arrays.copyOf(inode.content, (int) Math.min(length, inode.content.length));
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (FaultyDisk.this) {
                if (forcesToFail > 0) {
                    inode.lostFrom = inode.lostTo == 0 ? Math.min(inode.onDisk.length, inode.content.length) : inode.lostFrom;
                    inode.lostTo = inode.content.length;
                }
                failMaybe();
                inode.onDisk = inode.content.clone();
                Arrays.fill(inode.onDisk, Math.min(inode.lostFrom, inode.onDisk.length), Math.min(inode.lostTo, inode.onDisk.length), (byte) 0);
            }
        }

        @Override
        public void close() {
            // nothing is forced by that
        }
    }
}
