package io.labelrecognition.ocr.photo;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.labelrecognition.ocr.UnreadablePhotoException;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Decodes the bytes of an image file. Nothing is trusted that the file says of itself: its size is looked up and bounded
 * before a pixel is decoded.
 *
 * <p>Threads may share a decoder.
 */
public final class PhotoDecoder {
    /** 200 megapixels: the largest that telephones take. A file of some kilobytes can claim a thousand times as many. */
    static final long MOST_PIXELS = 200_000_000;
    /** A progressive JPEG is held as a whole while it is decoded, some 4 bytes a pixel, however coarsely it is wanted. */
    static final long MOST_PIXELS_AT_ONCE = 60_000_000;
    /** What is kept of a larger photo: 36 MB, and lettering of 1/100 of its height still has 30 pixels. */
    private static final long ENOUGH_PIXELS = 12_000_000;

    /**
     * Decodes a photo: the first frame of a GIF, the first page of a TIFF.
     *
     * @throws UnreadablePhotoException if the bytes are no image of a known format, are damaged, or claim more pixels than are decoded
     */
    public Photo decode(byte[] file) throws UnreadablePhotoException {
        if (file.length == 0) {
            throw new UnreadablePhotoException("the file is empty: " + ImageFormat.READ);
        }
        ImageFormat format = ImageFormat.of(file).orElseThrow(() -> new UnreadablePhotoException("this is "
                + ImageFormat.other(file).orElse("no image of a known format") + ": " + ImageFormat.READ));
        String reason = "no decoder for it is on the class path";
        for (ImageReader reader : readers(format, file)) {
            try {
                return decode(reader, file, format);
            } catch (IOException | RuntimeException damaged) {
                // decoders stumble over damaged files with whatever exception lies nearest
                reason = damaged.getMessage() == null ? damaged.getClass().getSimpleName() : damaged.getMessage();
            } catch (OutOfMemoryError wild) {
                reason = "it asks for more memory than there is";
            } finally {
                reader.dispose();
            }
        }
        throw new UnreadablePhotoException("this " + format + " image is damaged (" + reason + "); whole images in "
                + ImageFormat.READ);
    }

    /**
     * The decoders to try. The JDK's reader of JPEG is native code and the fastest, but knows no printing inks; of the others
     * TwelveMonkeys' are the more tolerant ones.
     */
    private static List<ImageReader> readers(ImageFormat format, byte[] file) {
        List<ImageReader> readers = new ArrayList<>();
        Iterator<ImageReader> known = ImageIO.getImageReadersByFormatName(format.name());
        known.forEachRemaining(readers::add);
        Comparator<ImageReader> theJdksFirst = Comparator.comparing(reader -> !reader.getClass().getName().startsWith("com.sun."));
        boolean fast = format == ImageFormat.JPEG && JpegFrame.of(file).components() < 4;
        readers.sort(fast ? theJdksFirst : theJdksFirst.reversed());
        return readers;
    }

    private static Photo decode(ImageReader reader, byte[] file, ImageFormat format) throws IOException, UnreadablePhotoException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warnings.isEmpty()) {
                warnings.add("the " + format + " image is damaged or cut off (" + warning + "); what was left of it was read");
            }
        });
        reader.setInput(new ByteArrayImageInputStream(file), true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        long bound = format == ImageFormat.JPEG && JpegFrame.of(file).progressive() ? MOST_PIXELS_AT_ONCE : MOST_PIXELS;
        if (width < 1 || height < 1) {
            throw new IIOException("it says it is " + width + " x " + height + " pixels large");
        }
        if (width * height > bound) {
            throw new UnreadablePhotoException("the image is " + width + " x " + height + " pixels large: at most "
                    + bound / 1_000_000 + " megapixels are read");
        }
        int reduction = (int) Math.ceil(Math.sqrt((double) width * height / ENOUGH_PIXELS));
        reduction = (int) Math.max(1, Math.min(reduction, Math.min(width, height)));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(reduction, reduction, 0, 0);
        Pixels pixels = Rasters.pixels(reader.read(0, param));
        int orientation = ExifOrientation.of(file, format);
        boolean plainJpeg = format == ImageFormat.JPEG && JpegFrame.of(file).components() < 4 && orientation == 1 && reduction == 1 && warnings.isEmpty();
        return new Photo(Turning.upright(pixels, orientation), reduction, plainJpeg, warnings);
    }
}
