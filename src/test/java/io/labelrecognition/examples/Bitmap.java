package io.labelrecognition.examples;

import java.awt.image.BufferedImage;

/** The pixels of a picture, 0xRRGGBB row by row: asked for millions of times, which {@link BufferedImage#getRGB} is too slow for. */
record Bitmap(int width, int height, int[] pixels) {
    static Bitmap copyOf(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        return new Bitmap(width, height, image.getRGB(0, 0, width, height, null, 0, width));
    }

    /** The colour at a place between pixels, 0xRRGGBB; past an edge the picture is mirrored. */
    int between(double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        int above = Surface.mix(at(left, top), at(left + 1, top), x - left);
        int below = Surface.mix(at(left, top + 1), at(left + 1, top + 1), x - left);
        return Surface.mix(above, below, y - top);
    }

    /** The picture as a surface, from another place on; past an edge it is mirrored. */
    Surface movedBy(int right, int down) {
        return (x, y) -> at(x + right, y + down);
    }

    private int at(int x, int y) {
        return pixels[mirrored(y, height) * width + mirrored(x, width)];
    }

    private static int mirrored(int at, int size) {
        int folded = Math.floorMod(at, 2 * size);
        return folded < size ? folded : 2 * size - 1 - folded;
    }
}
