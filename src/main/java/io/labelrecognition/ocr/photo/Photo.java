package io.labelrecognition.ocr.photo;

import java.util.List;

/**
 * A decoded photo.
 *
 * @param pixels    the photo, upright as its EXIF orientation says; of a very large photo only each {@code reduction}-th pixel of each such row
 * @param reduction how many pixels of the file one of {@code pixels} stands for, to either side; 1 as a rule
 * @param isPlainJpeg whether the file is a JPEG, in colours of the screen, that holds just these pixels: upright, whole and undamaged
 * @param warnings  what is amiss with the file though it could be decoded, in words for a user
 */
public record Photo(Pixels pixels, int reduction, boolean isPlainJpeg, List<String> warnings) {
    public Photo {
        warnings = List.copyOf(warnings);
    }
}
