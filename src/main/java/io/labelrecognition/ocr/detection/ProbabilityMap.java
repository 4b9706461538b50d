package io.labelrecognition.ocr.detection;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What the detection network says: for each pixel of its input how likely it lies in the core of a run of text.
 *
 * @param width       columns
 * @param height      rows
 * @param probability 0 to 1, {@code [height][width]}; at least {@code width * height} long
 */
record ProbabilityMap(int width, int height, FloatBuffer probability) {

    /** The connected groups of pixels above a threshold (8 neighbours), of at least {@code fewest} pixels. */
    List<Blob> blobs(float threshold, int fewest) {
        BitSet open = new BitSet(width * height);
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            probability.get(y * width, row);
            for (int x = 0; x < width; x++) {
                if (row[x] > threshold) {
                    open.set(y * width + x);
                }
            }
        }
        List<Blob> blobs = new ArrayList<>();
        int[] queue = new int[1024];
        for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
            open.clear(i);
            queue[0] = i;
            int size = 1;
            for (int next = 0; next < size; next++) {
                if (size + 8 > queue.length) {
                    queue = Arrays.copyOf(queue, 2 * queue.length);
                }
                size = spread(queue, size, queue[next], open);
            }
            if (size >= fewest) {
                blobs.add(new Blob(width, Arrays.copyOf(queue, size)));
            }
        }
        return blobs;
    }

    private int spread(int[] queue, int size, int at, BitSet open) {
        int x = at % width;
        int y = at / width;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                int neighbour = ny * width + nx;
                if (open.get(neighbour)) {
                    open.clear(neighbour);
                    queue[size++] = neighbour;
                }
            }
        }
        return size;
    }

    /** The mean probability inside a rectangle. */
    double mean(Rectangle box) {
        double spreadX = Math.abs(box.axisX()) * box.length() / 2 + Math.abs(box.axisY()) * box.height() / 2;
        double spreadY = Math.abs(box.axisY()) * box.length() / 2 + Math.abs(box.axisX()) * box.height() / 2;
        double sum = 0;
        int count = 0;
        for (int y = (int) Math.max(0, box.centreY() - spreadY); y <= Math.min(height - 1, box.centreY() + spreadY); y++) {
            for (int x = (int) Math.max(0, box.centreX() - spreadX); x <= Math.min(width - 1, box.centreX() + spreadX); x++) {
                if (box.contains(x, y)) {
                    sum += probability.get(y * width + x);
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
