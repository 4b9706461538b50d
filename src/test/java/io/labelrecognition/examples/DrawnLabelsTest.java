package io.labelrecognition.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrawnLabelsTest {
    private static String text(DrawnKind kind, long seed) {
        return kind.annotation(kind.scene(seed));
    }

    @Test
    void theSameSeedGivesTheSameText() {
        assertEquals(text(DrawnKind.NEON, 7), text(DrawnKind.NEON, 7));
    }

    @Test
    void theGroupsOfABarCodeMayBeReadApart() {
        String label = text(DrawnKind.BAR_CODE, 3);
        assertTrue(label.matches("[^\n]+\n#\\d_\\d{6}_\\d{6}\n"), label);
    }

    @Test
    void centsMayBeReadApartAndTheAmountOfAListStandsOnItsLine() {
        String price = text(DrawnKind.PRICE, 3);
        assertTrue(price.matches("(?s).+\n#\\d+_\\d\\d\n.+\n"), price);
        String list = text(DrawnKind.LIST, 3);
        assertTrue(list.matches("([^\n]+ \\d+\\.\\d\\d\n)+"), list);
    }
}
