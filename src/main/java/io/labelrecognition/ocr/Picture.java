package io.labelrecognition.ocr;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * The picture that a photo was read on: upright, turned and reduced to black and white as the options ask for.
 *
 * @param image of a very large photo (over 12 megapixels), smaller than the {@link Reading#width() width} and height that its lines are placed in
 * @param jpeg  the photo's own bytes where they are a sound JPEG file that shows just this; not to be changed
 */
public record Picture(BufferedImage image, Optional<byte[]> jpeg) {
}
