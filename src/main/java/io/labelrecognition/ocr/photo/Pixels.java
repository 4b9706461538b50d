package io.labelrecognition.ocr.photo;

import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * A picture in memory.
 *
 * @param width  in pixels
 * @param height in pixels
 * @param bgr    blue, green, red, 0 to 255 each, of the pixels from left to right and from top to bottom: {@code 3 * width * height} bytes
 */
public record Pixels(int width, int height, byte[] bgr) {
    public Pixels {
        if (width < 1 || height < 1 || bgr.length != 3L * width * height) {
            throw new IllegalArgumentException(width + " x " + height + " pixels in " + bgr.length + " bytes");
        }
    }

    /** A black picture. */
    public Pixels(int width, int height) {
        this(width, height, new byte[3 * width * height]);
    }

    /** The picture for the JDK, of the type {@code TYPE_3BYTE_BGR}; it shares the pixels. */
    public BufferedImage toImage() {
        DataBufferByte data = new DataBufferByte(bgr, bgr.length);
        WritableRaster raster = Raster.createInterleavedRaster(data, width, height, 3 * width, 3, new int[] {2, 1, 0}, null);
        return new BufferedImage(new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE), raster, false, null);
    }

    /** The part of the picture inside a rectangle, which must lie within it. */
    public Pixels part(Rectangle inside) {
        if (inside.equals(new Rectangle(width, height))) {
            return this;
        }
        Pixels part = new Pixels(inside.width, inside.height);
        for (int y = 0; y < inside.height; y++) {
            System.arraycopy(bgr, 3 * ((inside.y + y) * width + inside.x), part.bgr, 3 * y * inside.width, 3 * inside.width);
        }
        return part;
    }

    /** The picture turned clockwise by any number of degrees; large enough to hold all of it, grey where a slanting turn uncovers something. */
    public Pixels turnedClockwise(int degrees) {
        return Turning.clockwise(this, degrees);
    }

    /** The picture in pure black and white. */
    public Pixels blackAndWhite() {
        return Binarization.of(this);
    }

    /** The picture at half its size, each pixel the mean of four; an odd last row or column is left out. */
    public Pixels halved() {
        Pixels half = new Pixels(Math.max(1, width / 2), Math.max(1, height / 2));
        int down = height > 1 ? 3 * width : 0;
        int right = width > 1 ? 3 : 0;
        for (int y = 0, to = 0; y < half.height; y++) {
            int from = 2 * y * 3 * width;
            for (int x = 0; x < half.width; x++, from += 6) {
                for (int c = 0; c < 3; c++) {
                    int i = from + c;
                    half.bgr[to++] = (byte) ((bgr[i] & 255) + (bgr[i + right] & 255)
                            + (bgr[i + down] & 255) + (bgr[i + down + right] & 255) + 2 >> 2);
                }
            }
        }
        return half;
    }
}
