package io.labelrecognition.examples;

import java.awt.image.BufferedImage;

/** A picture in the making: three planes of light, 0 (black) to 255 (white) and beyond, before they are rounded to bytes. */
final class Pixels {
    private final int width;
    private final int height;
    private final float[][] planes;

    Pixels(int width, int height) {
        this.width = width;
        this.height = height;
        this.planes = new float[3][width * height];
    }

    void add(int x, int y, int rgb, double part) {
        for (int plane = 0; plane < 3; plane++) {
            planes[plane][y * width + x] += (float) ((rgb >> 16 - 8 * plane & 255) * part);
        }
    }

    void multiply(int x, int y, double red, double green, double blue) {
        int at = y * width + x;
        planes[0][at] *= (float) red;
        planes[1][at] *= (float) green;
        planes[2][at] *= (float) blue;
    }

    /** Adds light, the same to each colour. */
    void lighten(int x, int y, double light) {
        for (float[] plane : planes) {
            plane[y * width + x] += (float) light;
        }
    }

    /** Blurs by a Gaussian of this deviation in pixels, along one axis after the other; 0 leaves the axis sharp. */
    void blur(double across, double down) {
        for (float[] plane : planes) {
            convolve(plane, kernel(across), 1, 0);
            convolve(plane, kernel(down), 0, 1);
        }
    }

    BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < width * height; at++) {
            image.setRGB(at % width, at / width, level(planes[0][at]) << 16 | level(planes[1][at]) << 8 | level(planes[2][at]));
        }
        return image;
    }

    private void convolve(float[] plane, float[] kernel, int stepX, int stepY) {
        float[] from = plane.clone();
        int reach = kernel.length / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int i = -reach; i <= reach; i++) {
                    int nearX = Math.max(0, Math.min(width - 1, x + i * stepX));
                    int nearY = Math.max(0, Math.min(height - 1, y + i * stepY));
                    sum += kernel[i + reach] * from[nearY * width + nearX];
                }
                plane[y * width + x] = sum;
            }
        }
    }

    private static float[] kernel(double deviation) {
        int reach = (int) Math.ceil(3 * deviation);
        float[] kernel = new float[2 * reach + 1];
        float sum = 0;
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = reach == 0 ? 1 : (float) StrictMath.exp(-i * i / (2 * deviation * deviation));
            sum += kernel[i + reach];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static int level(float light) {
        return Math.max(0, Math.min(255, Math.round(light)));
    }
}
