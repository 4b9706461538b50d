package io.labelrecognition.ocr.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.labelrecognition.ocr.photo.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TilesTest {
    private static final int SMALLEST = 20;

    private final Pixels photo = new Pixels(1400, 1000);
    private final List<String> lookedAt = new ArrayList<>();

    /** A level area between two columns. */
    private static TextArea area(int left, int right, int middle, int height) {
        return new TextArea(new float[] {left, right}, new float[] {middle, middle}, new float[2], new float[] {height / 2f, height / 2f}, 1);
    }

    private List<TextArea> refined(double around, List<TextArea> areas, Function<Pixels, List<TextArea>> detect) {
        return Tiles.refined(photo, areas, SMALLEST, around, part -> {
            lookedAt.add(part.width() + " x " + part.height());
            return detect.apply(part);
        });
    }

    @Test
    void smallLetteringIsLookedAtWithWhatIsAroundIt() {
        TextArea large = area(100, 700, 100, 80);
        List<TextArea> refined = refined(50, List.of(large, area(200, 300, 300, 10), area(220, 400, 320, 10)), part -> List.of(area(60, 240, 55, 12)));
        assertEquals(List.of("300 x 130"), lookedAt);
        assertEquals(large, refined.get(0));
        assertEquals(List.of(area(210, 390, 300, 12).corners()), refined.stream().skip(1).map(TextArea::corners).toList());
    }

    @Test
    void aQuarterIsLookedAtAsAWholeWhereSmallLetteringMayBeAnywhere() {
        refined(1400, List.of(area(200, 300, 300, 10)), part -> List.of());
        assertEquals(List.of("770 x 550"), lookedAt);
    }

    @Test
    void whatIsAroundLetteringAtAnEdgeEndsWithThePhoto() {
        refined(50, List.of(area(1300, 1403, 996, 12)), part -> List.of());
        assertEquals(List.of("150 x 60"), lookedAt);
    }

    @Test
    void largeLetteringIsLeftAsItIs() {
        List<TextArea> areas = List.of(area(100, 700, 100, 80));
        assertEquals(areas, refined(50, areas, part -> List.of(area(0, 50, 50, 10))));
        assertEquals(List.of(), lookedAt);
    }
}
