package io.labelrecognition.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.UnreadablePhotoException;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;

/**
 * Photos as the page shows them: upright, of a bounded size, and drawn anew as JPEG, so that whatever a file holds besides its picture goes to no
 * browser. Threads may share it; at most two photos are decoded at once.
 */
final class PagePhotos {
    /** Pixels of the longer side. */
    enum Size {
        SMALL(400), LARGE(1600);

        private final int longest;

        Size(int longest) {
            this.longest = longest;
        }
    }

    private static final long CACHE_BYTES = 16L << 20;
    private static final long LARGEST_FILE = 256L << 20;

    private final Semaphore decoders = new Semaphore(2);
    private final Cache<String, byte[]> shown = Caffeine.newBuilder().maximumWeight(CACHE_BYTES).weigher((String key, byte[] jpeg) -> jpeg.length).build();

    /**
     * @return a JPEG file
     * @throws IOException if the photo is no longer there, or cannot be read
     */
    byte[] jpeg(Path photo, Size size) throws IOException {
        String key = size + " " + Files.getLastModifiedTime(photo).toMillis() + " " + Files.size(photo) + " " + photo;
        byte[] known = shown.getIfPresent(key);
        if (known != null) {
            return known;
        }
        try {
            decoders.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        try {
            byte[] jpeg = drawn(photo, size);
            shown.put(key, jpeg);
            return jpeg;
        } catch (UnreadablePhotoException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            decoders.release();
        }
    }

    private static byte[] drawn(Path photo, Size size) throws IOException, UnreadablePhotoException {
        if (Files.size(photo) > LARGEST_FILE) {
            throw new IOException("The file is too large to be shown.");
        }
        BufferedImage picture = LabelReader.picture(Files.readAllBytes(photo), ReadingOptions.DEFAULT).image();
        double factor = Math.min(1, (double) size.longest / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(factor * picture.getWidth()));
        int height = Math.max(1, (int) Math.round(factor * picture.getHeight()));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Image scaled = factor < 1 ? picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING) : picture;
        image.getGraphics().drawImage(scaled, 0, 0, null);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);
        return jpeg.toByteArray();
    }
}
