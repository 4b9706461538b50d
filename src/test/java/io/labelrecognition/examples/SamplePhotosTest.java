package io.labelrecognition.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SamplePhotosTest {
    @Test
    void aLabelIsTheSameFileEachTime() {
        assertArrayEquals(SamplePhotos.label("WITHIN", "THE LINES"), SamplePhotos.label("WITHIN", "THE LINES"));
        assertFalse(Arrays.equals(SamplePhotos.label("WITHIN"), SamplePhotos.label("WITHOUT")));
    }

    @Test
    void aLabelGrowsWithItsText() throws Exception {
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(SamplePhotos.label()));
        BufferedImage large = ImageIO.read(new ByteArrayInputStream(SamplePhotos.label("one line that is a good deal longer", "2", "3", "4")));
        assertTrue(large.getWidth() > small.getWidth() && large.getHeight() > small.getHeight());
    }
}
