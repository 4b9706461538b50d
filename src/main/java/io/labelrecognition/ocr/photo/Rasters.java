package io.labelrecognition.ocr.photo;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Takes the pixels out of the many layouts that decoders deliver. Samples are taken as they stand: converting by an embedded
 * colour profile costs ten times the decoding and changes no letter.
 */
final class Rasters {
    private Rasters() {
    }

    static Pixels pixels(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        int type = colours.getColorSpace().getType();
        boolean plain = image.getRaster().getTransferType() <= DataBuffer.TYPE_INT && !colours.isAlphaPremultiplied();
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && image.getRaster().getParent() == null) {
            // as it stands, without a copy: nobody else holds the image
            return new Pixels(image.getWidth(), image.getHeight(), ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        }
        Pixels pixels = new Pixels(image.getWidth(), image.getHeight());
        if (plain && !(colours instanceof IndexColorModel) && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY)) {
            copySamples(image.getRaster(), colours, pixels);
        } else {
            copyColours(image, pixels);
        }
        return pixels;
    }

    private static void copySamples(Raster raster, ColorModel colours, Pixels to) {
        int bands = raster.getNumBands();
        boolean alpha = colours.hasAlpha();
        int green = bands >= 3 ? 1 : 0;
        int blue = bands >= 3 ? 2 : 0;
        int bits = colours.getComponentSize(0);
        int[] row = new int[bands * to.width()];
        byte[] bgr = to.bgr();
        for (int y = 0, o = 0; y < to.height(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, to.width(), 1, row);
            for (int i = 0; i < row.length; i += bands) {
                int opacity = alpha ? eightBits(row[i + bands - 1], colours.getComponentSize(bands - 1)) : 255;
                bgr[o++] = onWhite(eightBits(row[i + blue], bits), opacity);
                bgr[o++] = onWhite(eightBits(row[i + green], bits), opacity);
                bgr[o++] = onWhite(eightBits(row[i], bits), opacity);
            }
        }
    }

    private static void copyColours(BufferedImage image, Pixels to) {
        int[] row = new int[to.width()];
        byte[] bgr = to.bgr();
        for (int y = 0, o = 0; y < to.height(); y++) {
            image.getRGB(0, y, to.width(), 1, row, 0, to.width());
            for (int argb : row) {
                int opacity = argb >>> 24;
                bgr[o++] = onWhite(argb & 255, opacity);
                bgr[o++] = onWhite(argb >> 8 & 255, opacity);
                bgr[o++] = onWhite(argb >> 16 & 255, opacity);
            }
        }
    }

    private static int eightBits(int sample, int bits) {
        return bits == 8 ? sample : bits > 8 ? sample >> bits - 8 : sample * 255 / ((1 << bits) - 1);
    }

    private static byte onWhite(int sample, int opacity) {
        return (byte) (opacity == 255 ? sample : (sample * opacity + 255 * (255 - opacity)) / 255);
    }
}
