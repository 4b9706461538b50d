package io.labelrecognition.examples;

/**
 * The light on a scene.
 *
 * @param exposure brightness on the whole; 1 leaves it
 * @param warmth   -1 (blue, an overcast sky) to 1 (yellow, a lamp)
 * @param slopeX   how much brighter the right edge is than the left, as a part of the whole
 * @param slopeY   how much brighter the lower edge is than the upper, as a part of the whole
 * @param shadow   what keeps some of the light away
 * @param depth    how much of it, 0 to 1
 * @param glare    light of a lamp that a glossy surface throws back, in levels of 255, at the upper left
 */
record Light(double exposure, double warmth, double slopeX, double slopeY, Shadow shadow, double depth, double glare) {
    enum Shadow {
        NONE {
            @Override
            double at(double x, double y, Noise noise) {
                return 0;
            }
        },
        /** The straight edge of something beside the camera, slanting over the right of the picture. */
        EDGE {
            @Override
            double at(double x, double y, Noise noise) {
                return step((x - 0.62 + 0.45 * (y - 0.5)) / 0.06);
            }
        },
        /** The photographer's head and shoulder, from below. */
        HEAD {
            @Override
            double at(double x, double y, Noise noise) {
                double head = Math.hypot(x - 0.68, 1.25 * (y - 0.77)) - 0.17;
                double shoulder = Math.hypot(0.75 * (x - 0.74), y - 1.14) - 0.33;
                return step(-Math.min(head, shoulder) / 0.12);
            }
        },
        /** A tree between the sun and the scene. */
        LEAVES {
            @Override
            double at(double x, double y, Noise noise) {
                return step((noise.cloudy(6 * x + 2 * y, 5 * y) - 0.5) / 0.13);
            }
        };

        /** How deep the shadow is at a place, 0 to 1; the picture's width and height are 1. */
        abstract double at(double x, double y, Noise noise);

        private static double step(double value) {
            double t = Math.max(0, Math.min(1, value + 0.5));
            return t * t * (3 - 2 * t);
        }
    }

    void fall(Pixels pixels, int width, int height, Noise noise) {
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double x = (column + 0.5) / width;
                double y = (row + 0.5) / height;
                double edges = 1 - 0.35 * ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5));
                double shade = 1 - depth * shadow.at(x, y, noise);
                double level = exposure * edges * shade * (1 + slopeX * (x - 0.5) + slopeY * (y - 0.5));
                // what lies in the shadow is lit by the sky, which is bluer
                double tint = 0.1 * warmth - 0.06 * (1 - shade);
                pixels.multiply(column, row, level * (1 + tint), level, level * (1 - tint));
                if (glare > 0) {
                    pixels.lighten(column, row, glare * StrictMath.exp(-22 * ((x - 0.3) * (x - 0.3) + (y - 0.25) * (y - 0.25))));
                }
            }
        }
    }
}
