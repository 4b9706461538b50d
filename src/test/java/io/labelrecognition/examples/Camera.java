package io.labelrecognition.examples;

import java.awt.image.BufferedImage;

/**
 * A phone's camera in front of a scene: where it stands, the light, and what its lens and sensor do to the picture.
 *
 * @param width  of the photo in pixels
 * @param height of the photo in pixels
 * @param zoom   pixels of the photo for a pixel of the scene, in the middle
 * @param turn   how far the scene is turned about its upright axis, in degrees: positive has its right edge farther away
 * @param pitch  how far it leans back, in degrees: positive has its upper edge farther away
 * @param roll   how far the phone is held askew, in degrees: positive has the scene turned clockwise
 * @param light  what the light does
 * @param blur   deviation of the blur in pixels, across; a fifth less down, as a hand shakes
 * @param grain  deviation of the sensor's noise in levels of 255, at medium grey
 * @param seed   of everything random in the photo
 */
record Camera(int width, int height, double zoom, double turn, double pitch, double roll, Light light, double blur, double grain, long seed) {
    private static final int SAMPLES = 2;

    BufferedImage photograph(Scene scene) {
        Pixels pixels = look(Bitmap.copyOf(scene.image()));
        light.fall(pixels, width, height, new Noise(seed));
        pixels.blur(blur, 0.8 * blur);
        expose(pixels);
        pixels.blur(0.45, 0.45);
        return pixels.toImage();
    }

    /** Meets the scene's plane with the ray of each pixel, several rays a pixel. */
    private Pixels look(Bitmap scene) {
        double focal = 1.25 * width;
        double distance = focal / zoom;
        double[][] axes = axes();
        Pixels pixels = new Pixels(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int ray = 0; ray < SAMPLES * SAMPLES; ray++) {
                    double rayX = (x + (ray % SAMPLES + 0.5) / SAMPLES - width / 2.0) / focal;
                    double rayY = (y + (ray / SAMPLES + 0.5) / SAMPLES - height / 2.0) / focal;
                    double far = axes[2][2] * distance / (axes[2][0] * rayX + axes[2][1] * rayY + axes[2][2]);
                    double hitX = far * rayX;
                    double hitY = far * rayY;
                    double hitZ = far - distance;
                    double u = axes[0][0] * hitX + axes[0][1] * hitY + axes[0][2] * hitZ;
                    double v = axes[1][0] * hitX + axes[1][1] * hitY + axes[1][2] * hitZ;
                    pixels.add(x, y, scene.between(Scene.X + u, Scene.Y + v), 1.0 / (SAMPLES * SAMPLES));
                }
            }
        }
        return pixels;
    }

    /** The scene's right, down and away, as the camera sees them. */
    private double[][] axes() {
        double[][] axes = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (double[] axis : axes) {
            rotate(axis, 2, 0, -turn);
            rotate(axis, 1, 2, -pitch);
            rotate(axis, 0, 1, roll);
        }
        return axes;
    }

    private static void rotate(double[] axis, int from, int to, double degrees) {
        double cos = StrictMath.cos(StrictMath.toRadians(degrees));
        double sin = StrictMath.sin(StrictMath.toRadians(degrees));
        double along = axis[from];
        axis[from] = cos * along - sin * axis[to];
        axis[to] = sin * along + cos * axis[to];
    }

    /** Noise of the sensor: mostly brightness, a little colour in blotches. */
    private void expose(Pixels pixels) {
        Noise brightness = new Noise(seed + 1);
        Noise colour = new Noise(seed + 2);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double bell = brightness.at(x, y) + brightness.at(x, y + height) + brightness.at(x + width, y) + brightness.at(x + width, y + height) - 2;
                pixels.lighten(x, y, 1.73 * bell * grain);
                double warm = 0.006 * grain * (colour.smooth(x / 2.5, y / 2.5) - 0.5);
                pixels.multiply(x, y, 1 + warm, 1, 1 - warm);
            }
        }
    }
}
