package io.labelrecognition.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SamplePhotosTest {
    private static final Path FOLDER = Path.of("examples/photos");

    @Test
    void aSampleDrawnTwiceIsTheSameFile() {
        Sample sample = SamplePhotos.ALL.stream().min(Comparator.comparingInt(it -> it.camera().width() * it.camera().height())).orElseThrow();
        assertArrayEquals(sample.photo(), sample.photo());
    }

    @Test
    void everyPhotoOfTheFolderHasItsTextAndEveryTextItsPhoto() throws IOException {
        Set<String> expected = SamplePhotos.ALL.stream().flatMap(sample -> Stream.of(sample.name(), sample.textName()))
                .collect(Collectors.toCollection(TreeSet::new));
        expected.add("README.md");
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(expected, files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void theTextsOfTheFolderAreWhatStandsOnThePhotos() throws IOException {
        for (Sample sample : SamplePhotos.ALL) {
            assertEquals(sample.text(), Files.readString(FOLDER.resolve(sample.textName())), sample.name());
        }
    }

    @Test
    void thePhotosOfTheFolderHaveTheSizeThatTheirCameraTakes() throws IOException {
        for (Sample sample : SamplePhotos.ALL) {
            BufferedImage photo = ImageIO.read(FOLDER.resolve(sample.name()).toFile());
            assertEquals(sample.camera().width(), photo.getWidth(), sample.name());
            assertEquals(sample.camera().height(), photo.getHeight(), sample.name());
        }
    }

    @Test
    void aLabelIsTheSameFileEachTime() {
        assertArrayEquals(SamplePhotos.label("WITHIN", "THE LINES"), SamplePhotos.label("WITHIN", "THE LINES"));
        assertFalse(Arrays.equals(SamplePhotos.label("WITHIN"), SamplePhotos.label("WITHOUT")));
    }

    @Test
    void aLabelGrowsWithItsText() throws IOException {
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(SamplePhotos.label()));
        BufferedImage large = ImageIO.read(new ByteArrayInputStream(SamplePhotos.label("one line that is a good deal longer", "2", "3", "4")));
        assertTrue(large.getWidth() > small.getWidth() && large.getHeight() > small.getHeight());
    }
}
