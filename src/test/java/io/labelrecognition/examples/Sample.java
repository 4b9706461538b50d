package io.labelrecognition.examples;

import java.awt.image.BufferedImage;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * One sample photo: what it shows, and how it was taken.
 *
 * @param name   of its file, with the ending that says its format: {@code .jpg} or {@code .png}
 * @param kind   draws the scene from a seed
 * @param camera takes the photo; the seed is the camera's
 */
record Sample(String name, LongFunction<Scene> kind, Camera camera) {
    private static final float QUALITY = 0.82f;

    /** The bytes of the photo's file. */
    byte[] photo() {
        BufferedImage photo = camera.photograph(kind.apply(camera.seed()));
        return name.endsWith(".png") ? ImageFile.png(photo) : ImageFile.jpeg(photo, QUALITY);
    }

    /** What stands on the photo: the lines as a person would read them out, each ending in a newline. */
    String text() {
        return kind.apply(camera.seed()).text().stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** The name of the text beside the photo. */
    String textName() {
        return name.substring(0, name.lastIndexOf('.')) + ".txt";
    }
}
