package io.labelrecognition.ocr.photo;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the orientation that a camera noted in its photo (EXIF 2.3, tag 0x0112): ImageIO does not look for it.
 * Whatever is malformed counts as not noted.
 */
final class ExifOrientation {
    private static final int TAG = 0x0112;
    private static final int UPRIGHT = 1;

    private ExifOrientation() {
    }

    /** 1 (upright, or nothing noted) to 8. */
    static int of(byte[] photo, ImageFormat format) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(photo);
            return switch (format) {
                case JPEG -> inJpeg(bytes);
                case PNG -> inChunks(bytes, 8, "eXIf", ByteOrder.BIG_ENDIAN);
                case WEBP -> inChunks(bytes, 12, "EXIF", ByteOrder.LITTLE_ENDIAN);
                case TIFF -> inTiff(bytes);
                default -> UPRIGHT;
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException malformed) {
            return UPRIGHT;
        }
    }

    private static int inJpeg(ByteBuffer jpeg) {
        int at = 2;
        while ((jpeg.get(at) & 255) == 0xff) {
            int marker = jpeg.get(at + 1) & 255;
            int length = jpeg.getShort(at + 2) & 0xffff;
            if (marker == 0xda || length < 2) {
                return UPRIGHT;
            }
            if (marker == 0xe1 && length > 8 && jpeg.getInt(at + 4) == 0x45786966) {
                return inTiff(jpeg.slice(at + 10, length - 8));
            }
            at += 2 + length;
        }
        return UPRIGHT;
    }

    /** PNG has a chunk's length, name, content and checksum; RIFF has its name, length and content, padded to even. */
    private static int inChunks(ByteBuffer file, int first, String name, ByteOrder order) {
        boolean png = order == ByteOrder.BIG_ENDIAN;
        file.order(order);
        for (int at = first; at >= first && at + 8 <= file.limit(); ) {
            int length = file.getInt(png ? at : at + 4);
            byte[] found = new byte[4];
            file.get(png ? at + 4 : at, found);
            if (new String(found, java.nio.charset.StandardCharsets.US_ASCII).equals(name)) {
                // some writers keep the "Exif\0\0" of JPEG in front
                int skip = file.get(at + 8) == 'E' ? 6 : 0;
                return inTiff(file.slice(at + 8 + skip, length - skip));
            }
            at += png ? 12 + length : 8 + length + (length & 1);
        }
        return UPRIGHT;
    }

    private static int inTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
