package io.labelrecognition.ocr.detection;

import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.model.FloatBuffers;
import io.labelrecognition.ocr.model.Network;
import io.labelrecognition.ocr.photo.Pixels;
import io.labelrecognition.ocr.photo.Scaling;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the runs of text on a photo by differentiable binarization (Liao et al., "Real-time Scene Text Detection with
 * Differentiable Binarization", AAAI 2020) with the PP-OCRv4 mobile network, which takes {@code [1][3][height][width]}, BGR,
 * normalised as ImageNet is, and gives {@code [1][1][height][width]}, the probability that a pixel lies in the shrunken core of a run.
 *
 * <p>Threads may share a detector.
 */
public final class TextDetector {
    /** Sides of the network's input are multiples of this. */
    private static final int GRID = 32;
    /** Black around the photo: lettering that touches its edge is found only so. */
    private static final int BORDER = 32;
    private static final int LONGEST_SIDE = 1088;
    private static final int SHORTEST_LONG_SIDE = 640;
    private static final double MOST_ENLARGED = 4;
    /** A photo that is shrunk to this or less has letters to gain from a closer look, at this many times the size. */
    private static final double WIDE_SHOT = .9;
    private static final double TILE_ENLARGEMENT = 1.6;
    /** Areas less high in the network's input are small: with the growth around them their letters have some 9 pixels. */
    private static final double SMALL = 16;
    /** So many times as far around small lettering there may be more of it. */
    private static final double NEAR = 8;
    /** On a photo that is shrunk to this or less, small lettering of which nothing is seen yet may be anywhere. */
    private static final double WIDEST_SHOT = .68;
    private static final float BINARY = .3f;
    private static final double GROWTH = 1.6;
    private static final int FEWEST_PIXELS = 10;
    private static final double LEAST_HEIGHT = 3;

    // ImageNet's mean and standard deviation of blue, green and red, for samples of 0 to 255
    private static final float[] MEAN = {.406f * 255, .456f * 255, .485f * 255};
    private static final float[] DEVIATION = {.225f * 255, .224f * 255, .229f * 255};

    private final Network network;
    private final FloatBuffers buffers;
    private final Set<Method> methods;
    private final int border;

    public TextDetector(Network network, FloatBuffers buffers, Set<Method> methods) {
        this.methods = methods;
        this.border = methods.contains(Method.BORDER) ? BORDER : 0;
        this.network = network;
        this.buffers = buffers;
    }

    /**
     * The runs of text, in no order.
     *
     * @param enlargement how much larger than usual the photo is looked at, 1 as a rule
     * @param leastScore  the least mean probability in the rectangle around a run, 0 to 1
     */
    public List<TextArea> detect(Pixels photo, double enlargement, double leastScore) {
        double scale = enlargement * scale(Math.max(photo.width(), photo.height()));
        List<TextArea> areas = detectAt(scale, photo, leastScore);
        if (scale > WIDE_SHOT || !methods.contains(Method.TILES)) {
            return areas;
        }
        double small = SMALL / scale;
        double around = scale > WIDEST_SHOT ? NEAR * small : Math.max(photo.width(), photo.height());
        return Tiles.refined(photo, areas, small, around, tile -> detectAt(TILE_ENLARGEMENT * scale, tile, leastScore));
    }

    private List<TextArea> detectAt(double scale, Pixels photo, double leastScore) {
        int scaledWidth = Math.max(1, (int) Math.round(photo.width() * scale));
        int scaledHeight = Math.max(1, (int) Math.round(photo.height() * scale));
        int width = onGrid(scaledWidth + 2 * border);
        int height = onGrid(scaledHeight + 2 * border);
        List<TextArea> areas = new ArrayList<>();
        FloatBuffer probability = buffers.borrow(width * height);
        try {
            run(photo, scaledWidth, scaledHeight, width, height, probability);
            for (TextArea area : areas(new ProbabilityMap(width, height, probability), leastScore)) {
                areas.add(area.scaled(1 / scale, (.5 - border) / scale, (.5 - border) / scale));
            }
        } finally {
            buffers.giveBack(probability);
        }
        return areas;
    }

    private static double scale(int longSide) {
        return longSide > LONGEST_SIDE ? (double) LONGEST_SIDE / longSide
                : longSide < SHORTEST_LONG_SIDE ? Math.min(MOST_ENLARGED, (double) SHORTEST_LONG_SIDE / longSide) : 1;
    }

    private static int onGrid(int side) {
        return (side + GRID - 1) / GRID * GRID;
    }

    private void run(Pixels photo, int scaledWidth, int scaledHeight, int width, int height, FloatBuffer output) {
        float[] gain = new float[3];
        float[] offset = new float[3];
        for (int c = 0; c < 3; c++) {
            gain[c] = 1 / DEVIATION[c];
            offset[c] = -MEAN[c] / DEVIATION[c];
        }
        int plane = width * height;
        FloatBuffer input = buffers.borrow(3 * plane);
        try {
            for (int c = 0; c < 3; c++) {
                fill(input, c * plane, plane, offset[c]);
            }
            Scaling.into(photo, new Scaling.Frame(width, height, border, scaledWidth, scaledHeight, gain, offset), input);
            network.run(input, new long[] {1, 3, height, width}, output, new long[] {1, 1, height, width});
        } finally {
            buffers.giveBack(input);
        }
    }

    private static void fill(FloatBuffer buffer, int from, int count, float value) {
        float[] row = new float[4096];
        java.util.Arrays.fill(row, value);
        for (int i = 0; i < count; i += row.length) {
            buffer.put(from + i, row, 0, Math.min(row.length, count - i));
        }
    }

    private List<TextArea> areas(ProbabilityMap map, double leastScore) {
        List<TextArea> areas = new ArrayList<>();
        for (Blob blob : map.blobs(BINARY, FEWEST_PIXELS)) {
            Rectangle box = blob.smallestRectangle();
            if (Math.min(box.length(), box.height()) < LEAST_HEIGHT) {
                continue;
            }
            double score = map.mean(box);
            TextArea bent = methods.contains(Method.BENT_LINES) ? Bend.areaOf(blob, box, GROWTH, mean(map, blob)) : null;
            if (bent != null) {
                areas.add(bent);
            } else if (score >= leastScore) {
                areas.add(box.grown(box.area() * GROWTH / (2 * (box.length() + box.height()))).toArea(score));
            }
        }
        return methods.contains(Method.PARTED_NEIGHBOURS) ? Neighbours.parted(areas) : areas;
    }

    private static double mean(ProbabilityMap map, Blob blob) {
        double sum = 0;
        for (int pixel : blob.pixels()) {
            sum += map.probability().get(pixel);
        }
        return sum / blob.size();
    }
}
