package io.labelrecognition.ocr.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void whatIsSurerIsNeverWorthLess() {
        double before = -1;
        for (double probability = 0; probability <= 1; probability += .001) {
            double worth = Calibration.of(probability);
            assertTrue(worth > before && worth <= 1, "at " + probability);
            before = worth;
        }
    }

    @Test
    void roundingBeyondTheEndsDoesNotHurt() {
        assertEquals(0, Calibration.of(-1e-9));
        assertEquals(Calibration.of(1), Calibration.of(1 + 1e-9));
    }
}
