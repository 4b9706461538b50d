package io.labelrecognition.examples;

import java.awt.image.BufferedImage;

/** What the thing in a photo hangs on or lies on: a texture that goes on without end. */
@FunctionalInterface
interface Surface {
    /** The colour at a place, 0xRRGGBB. */
    int colour(int x, int y);

    default void paint(BufferedImage image) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = colour(x, y);
            }
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
    }

    /** Bricks of several reds, laid in running bond. */
    static Surface bricks(long seed) {
        Noise noise = new Noise(seed);
        return (x, y) -> {
            double wobble = 3 * noise.smooth(x / 23.0, y / 23.0);
            int course = Math.floorDiv((int) (y + wobble), 74);
            int along = (int) (x + wobble) + course % 2 * 105;
            int brick = Math.floorDiv(along, 210);
            double grain = 0.8 + 0.4 * noise.cloudy(x / 9.0, y / 9.0);
            if (Math.floorMod((int) (y + wobble), 74) < 10 || Math.floorMod(along, 210) < 10) {
                return shade(0xa89f92, grain);
            }
            return shade(mix(0x8d4a38, 0xa9684c, noise.at(brick, course)), grain * (0.85 + 0.3 * noise.at(course, brick)));
        };
    }

    /** Rendered wall, one colour, with stains. */
    static Surface plaster(long seed, int colour) {
        Noise noise = new Noise(seed);
        return (x, y) -> shade(colour, 0.78 + 0.22 * noise.cloudy(x / 240.0, y / 160.0) + 0.16 * noise.cloudy(x / 6.0, y / 6.0));
    }

    /** Table boards, the grain along x. */
    static Surface wood(long seed, int colour) {
        Noise noise = new Noise(seed);
        return (x, y) -> {
            int board = Math.floorDiv(y, 260);
            double rings = noise.cloudy(x / 420.0 + 31 * board, y / 16.0 + 3 * noise.smooth(x / 300.0, y / 200.0));
            double joint = Math.floorMod(y, 260) < 5 ? 0.45 : 1;
            return shade(colour, joint * (0.62 + 0.6 * rings + 0.12 * noise.at(x / 3, y) + 0.12 * noise.at(board, 7)));
        };
    }

    /** Foliage a long way behind, out of focus. */
    static Surface foliage(long seed) {
        Noise noise = new Noise(seed);
        return (x, y) -> {
            double leaves = noise.cloudy(x / 130.0, y / 130.0);
            double sky = clamp((noise.cloudy(x / 260.0 + 50, y / 260.0) - 0.55 - y / 6000.0) * 9);
            return mix(mix(0x223318, 0x7f9a4d, clamp(2.2 * leaves - 0.6)), 0xd8e4ec, sky);
        };
    }

    /** The shadowy rows behind a shelf's edge. */
    static Surface goods(long seed) {
        Noise noise = new Noise(seed);
        int[] colours = {0xb23a2e, 0xd9b34a, 0x3d6a94, 0xe4ded0, 0x4c7a4a, 0x8a5a3a};
        return (x, y) -> {
            int box = Math.floorDiv(x, 230);
            double edge = Math.min(1, Math.min(Math.floorMod(x, 230), 230 - Math.floorMod(x, 230)) / 22.0);
            int colour = colours[(int) (noise.at(box, 1) * colours.length)];
            int printed = y > 60 + 120 * noise.at(box, 2) && y < 240 + 60 * noise.at(box, 3) ? mix(colour, 0xf0ece0, 0.75) : colour;
            return shade(printed, (0.35 + 0.55 * edge) * (0.8 + 0.3 * noise.cloudy(x / 60.0, y / 60.0)));
        };
    }

    /** Car paint: a flank that curves away from the sky, with the crease of a bumper. */
    static Surface carPaint(long seed, int colour) {
        Noise noise = new Noise(seed);
        return (x, y) -> {
            double sky = 0.75 + 0.5 * StrictMath.exp(-sq((y - 150) / 130.0)) + 0.22 * StrictMath.exp(-sq((y - 930) / 60.0));
            double crease = 1 - 0.55 * StrictMath.exp(-sq((y - 215) / 6.0)) - 0.5 * StrictMath.exp(-sq((y - 1010) / 9.0));
            double under = y > 1010 ? 0.4 : 1;
            return shade(colour, sky * crease * under * (0.93 + 0.14 * noise.cloudy(x / 300.0, y / 120.0)));
        };
    }

    static int mix(int one, int other, double part) {
        return channel(one, other, part, 16) | channel(one, other, part, 8) | channel(one, other, part, 0);
    }

    private static int channel(int one, int other, double part, int shift) {
        double level = (one >> shift & 255) * (1 - part) + (other >> shift & 255) * part;
        return (int) Math.max(0, Math.min(255, level)) << shift;
    }

    static int shade(int colour, double factor) {
        return factor <= 1 ? mix(0, colour, factor) : mix(colour, 0xffffff, Math.min(1, (factor - 1) / 1.5));
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static double sq(double value) {
        return value * value;
    }
}
