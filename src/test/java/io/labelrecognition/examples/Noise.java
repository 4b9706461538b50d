package io.labelrecognition.examples;

/**
 * Noise without state: the same seed and place always give the same value, in whatever order the places are asked for. Values of a lattice
 * come from the finaliser of SplitMix64 (Steele, Lea and Flood 2014), between them they are blended smoothly, and octaves of halving
 * size are added up (value noise).
 */
record Noise(long seed) {
    /** A lattice value, 0 to 1, evenly spread. */
    double at(long x, long y) {
        long z = seed * 0x9E3779B97F4A7C15L + x * 0xC2B2AE3D27D4EB4FL + y * 0x165667B19E3779F9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    /** Smooth noise of one octave, 0 to 1, its lattice one unit wide. */
    double smooth(double x, double y) {
        long left = (long) Math.floor(x);
        long top = (long) Math.floor(y);
        double right = ease(x - left);
        double down = ease(y - top);
        double above = at(left, top) * (1 - right) + at(left + 1, top) * right;
        double below = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
        return above * (1 - down) + below * down;
    }

    /** Noise of four octaves, 0 to 1, mostly near 0.5. */
    double cloudy(double x, double y) {
        return (8 * smooth(x, y) + 4 * smooth(2 * x + 17, 2 * y) + 2 * smooth(4 * x + 39, 4 * y) + smooth(8 * x + 71, 8 * y)) / 15;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
