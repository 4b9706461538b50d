package io.labelrecognition.ocr;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LabelReaderTest {
    private static LabelReader reader;

    @BeforeAll
    static void open() {
        reader = LabelReader.open();
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    private static DrawnLabel milk() {
        return new DrawnLabel(640, 480).text("WHOLE MILK", 60, 120, 64).text("Keep cool, drink soon", 60, 240, 36)
                .text("Best before 24.12.2026", 60, 380, 40);
    }

    private static final String MILK = "WHOLE MILK\nKeep cool, drink soon\nBest before 24.12.2026\n";

    private static ReadingOptions rotated(int degrees) {
        return new ReadingOptions(true, false, false, degrees, List.of(), ReadingOptions.AreaConfidence.MID);
    }

    @Test
    void theExampleOfTheDocumentationPrintsTheTextOfAPhoto(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
        Path photo = Files.write(folder.resolve("label.png"), milk().as("png"));
        try (LabelReader reader = LabelReader.open()) {
            Reading reading = reader.read(Files.readAllBytes(photo), ReadingOptions.DEFAULT);
            assertEquals(MILK, reading.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"€3.20", "3,20€", "£14.99", "only €4.99 each", "£5 OFF", "$3.20", "¥320"})
    void aPriceIsReadWithItsCurrency(String price) throws Exception {
        assertEquals(price + "\n", reader.read(new DrawnLabel(900, 240).text(price, 60, 150, 70).as("png"), ReadingOptions.DEFAULT).text());
    }

    /** The wider the gap, the likelier the sign is found as an area of its own, and such a one as if it ran downwards. */
    @ParameterizedTest
    @ValueSource(strings = {"3.20 €", "3.20  €", "€ 3.20", "€  3.20", "1.99 €/kg"})
    void aCurrencyMayStandApart(String price) throws Exception {
        DrawnLabel label = new DrawnLabel(900, 240);
        label.pen().setFont(DrawnLabel.font("DejaVuSansMono").deriveFont(price.length() > 8 ? 50f : 90f));
        label.pen().drawString(price, 60, 150);
        assertEquals(price.replaceAll(" +", " ") + "\n", reader.read(label.as("png"), ReadingOptions.DEFAULT).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"€", "£", "$"})
    void aCurrencyMayStandSmallAndHighBesideItsPrice(String sign) throws Exception {
        DrawnLabel tag = new DrawnLabel(900, 640).text(sign, 60, 120, 50).text("3.20", 110, 180, 130).text("4.50", 60, 480, 130).text(sign, 410, 420, 50);
        assertEquals(sign + " 3.20\n4.50 " + sign + "\n", reader.read(tag.as("png"), ReadingOptions.DEFAULT).text());
    }

    @Test
    void aCurrencyAloneSaysNothing() throws Exception {
        DrawnLabel label = new DrawnLabel(900, 640).text("€", 60, 150, 90).text("Change", 400, 150, 90).text("3.20", 60, 600, 90);
        assertEquals("Change\n3.20\n", reader.read(label.as("png"), ReadingOptions.DEFAULT).text());
    }

    /** What else the network was not taught. */
    @ParameterizedTest
    @ValueSource(strings = {"12  \u2192", "\u2193  12", "\u2190 Back", "\u2605 Special", "\u00a3 and \u20ac", "\u221e 20", "\u0416 12", "\u2713 15", "70% OFF", "20%", "E 102", "f/2.8"})
    void whatIsNoPriceHasNoCurrency(String line) throws Exception {
        String read = reader.read(new DrawnLabel(900, 240).text(line, 60, 150, 70).as("png"), ReadingOptions.DEFAULT).text();
        assertFalse(read.matches("(?s).*[\u00a3\u20ac].*"), read);
    }

    @Test
    void eachLineHasItsPlaceAndItsConfidence() throws Exception {
        Reading reading = reader.read(milk().as("png"), ReadingOptions.DEFAULT);
        Line title = reading.lines().get(0);
        Point2D.Float topLeft = title.corners().get(0);
        Point2D.Float bottomRight = title.corners().get(2);
        assertTrue(topLeft.distance(60, 70) < 25, topLeft::toString);
        assertTrue(bottomRight.y > 115 && bottomRight.y < 150 && bottomRight.x > 400, bottomRight::toString);
        assertTrue(title.confidence() > .9 && title.confidence() <= 1);
        double least = reading.minConfidence().orElseThrow();
        assertTrue(least <= reading.meanConfidence().orElseThrow() && least > .6 && least <= 1);
    }

    @Test
    void aPhotoWithoutTextHasNoLines() throws Exception {
        Reading reading = reader.read(new DrawnLabel(300, 200).as("png"), ReadingOptions.DEFAULT);
        assertEquals(List.of(), reading.lines());
        assertEquals(List.of(), reading.warnings());
        assertEquals("", reading.text());
        assertTrue(reading.meanConfidence().isEmpty() && reading.minConfidence().isEmpty());
    }

    @Test
    void tinyPicturesAreReadWithoutComplaint() throws Exception {
        for (int side : new int[] {1, 2, 3, 31}) {
            assertEquals("", reader.read(new DrawnLabel(side, 1).as("png"), ReadingOptions.DEFAULT).text());
        }
    }

    @Test
    void aPhotoIsTurnedAsAsked() throws Exception {
        for (int degrees : new int[] {90, 180, 270, 20}) {
            byte[] turned = DrawnLabel.encoded(TurnedImages.clockwise(milk().image(), degrees), "png");
            assertEquals(MILK, reader.read(turned, rotated(-degrees)).text(), degrees + " degrees");
        }
    }

    /** The rows beyond the first thousand are where single precision runs out. */
    @ParameterizedTest
    @ValueSource(ints = {14, 20, 31, 59, 70, 76})
    void aLargePhotoIsTurnedByAnyAngle(int degrees) throws Exception {
        byte[] tall = new DrawnLabel(600, 1500).text("EXIT ONLY", 60, 700, 80).as("png");
        assertEquals("EXIT ONLY\n", reader.read(tall, rotated(degrees)).text());
    }

    @Test
    void aPhotoUpsideDownIsReadAsIfUpright() throws Exception {
        byte[] turned = DrawnLabel.encoded(TurnedImages.clockwise(milk().image(), 180), "png");
        assertEquals(MILK, reader.read(turned, ReadingOptions.DEFAULT).text());
    }

    @Test
    void aPhotoTakenSidewaysIsReadAsIfUpright() throws Exception {
        for (int degrees : new int[] {90, 270}) {
            byte[] turned = DrawnLabel.encoded(TurnedImages.clockwise(milk().image(), degrees), "png");
            assertEquals(MILK, reader.read(turned, ReadingOptions.DEFAULT).text(), degrees + " degrees");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"food-label-jar", "price-tag-coffee", "price-tag-milk"})
    void smallLinesAreReadHoweverTheCameraWasHeld(String name) throws Exception {
        BufferedImage upright = ImageIO.read(Path.of("examples/photos", name + ".jpg").toFile());
        String text = Files.readString(Path.of("examples/photos", name + ".txt"));
        for (int degrees : new int[] {90, 180, 270, 45, -60}) {
            byte[] turned = DrawnLabel.encoded(TurnedImages.clockwise(upright, degrees), "png");
            assertEquals(text, reader.read(turned, ReadingOptions.DEFAULT).text(), degrees + " degrees");
        }
    }

    /** Each line by itself, as the detection finds it on a photo that stands on its corner: small ones are lost. */
    @Test
    void thatTakesALookAtTheWholePhotoTurned() throws Exception {
        BufferedImage upright = ImageIO.read(Path.of("examples/photos/food-label-jar.jpg").toFile());
        byte[] turned = DrawnLabel.encoded(TurnedImages.clockwise(upright, 45), "png");
        try (LabelReader lineByLine = LabelReader.open(1, EnumSet.complementOf(EnumSet.of(Method.STRAIGHTENED)))) {
            assertNotEquals(Files.readString(Path.of("examples/photos/food-label-jar.txt")), lineByLine.read(turned, ReadingOptions.DEFAULT).text());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270, 30})
    void linesOfATurnedPhotoAreWhereTheyStandOnIt(int degrees) throws Exception {
        BufferedImage upright = milk().image();
        BufferedImage turned = TurnedImages.clockwise(upright, degrees);
        AffineTransform turn = AffineTransform.getTranslateInstance(turned.getWidth() / 2.0, turned.getHeight() / 2.0);
        turn.rotate(Math.toRadians(degrees));
        turn.translate(-upright.getWidth() / 2.0, -upright.getHeight() / 2.0);
        List<Line> there = reader.read(DrawnLabel.encoded(turned, "png"), ReadingOptions.DEFAULT).lines();
        List<Line> here = reader.read(DrawnLabel.encoded(upright, "png"), ReadingOptions.DEFAULT).lines();
        assertEquals(here.size(), there.size());
        for (int line = 0; line < here.size(); line++) {
            for (int corner = 0; corner < 4; corner++) {
                Point2D expected = turn.transform(here.get(line).corners().get(corner), null);
                double off = expected.distance(there.get(line).corners().get(corner));
                assertTrue(off < 12, "corner " + corner + " of line " + line + " is " + off + " pixels off");
            }
        }
    }

    @Test
    void neighbouringWordsInLargeLetteringAreReadOnce() throws Exception {
        byte[] bread = new DrawnLabel(500, 300).text("RYE BREAD", 30, 150, 48).as("png");
        assertEquals("RYE BREAD\n", reader.read(bread, ReadingOptions.DEFAULT).text());
    }

    @Test
    void lettersOnAnArchAreRead() throws Exception {
        DrawnLabel arch = new DrawnLabel(700, 420).arch("GRAND BAKERY", 350, 400, 330, 52);
        assertEquals("GRAND BAKERY\n", reader.read(arch.as("png"), ReadingOptions.DEFAULT).text());
    }

    @Test
    void aTiltedLabelKeepsItsLines() throws Exception {
        byte[] tilted = DrawnLabel.encoded(TurnedImages.clockwise(milk().image(), 20), "png");
        assertEquals(MILK, reader.read(tilted, ReadingOptions.DEFAULT).text());
    }

    @Test
    void onlyTheRegionsAskedForAreReadInTheirOrder() throws Exception {
        List<Rectangle> regions = List.of(new Rectangle(30, 320, 600, 100), new Rectangle(30, 40, 580, 110), new Rectangle(5000, 10, 50, 50));
        Reading reading = reader.read(milk().as("png"),
                new ReadingOptions(true, false, false, 0, regions, ReadingOptions.AreaConfidence.MID));
        assertEquals("Best before 24.12.2026\nWHOLE MILK\n", reading.text());
        assertTrue(reading.lines().get(0).corners().get(0).y > 320, "places are those on the whole photo");
    }

    @Test
    void smallLetteringIsReadEnlarged() throws Exception {
        DrawnLabel wide = new DrawnLabel(2400, 1600).text("Contains milk and soya", 1000, 800, 22);
        Reading reading = reader.read(wide.as("png"),
                new ReadingOptions(true, true, false, 0, List.of(), ReadingOptions.AreaConfidence.MID));
        assertEquals("Contains milk and soya\n", reading.text());
    }

    @Test
    void smallLinesOfAWideShotAreReadFromUpClose() throws Exception {
        byte[] shelf = new DrawnLabel(3200, 2400).text("BAKERY", 300, 500, 200).text("Contains milk and soya", 1500, 1200, 18)
                .text("Store in a cool dry place", 1500, 1223, 18).text("Best before 24.12.2026", 1500, 1246, 18).as("png");
        String text = reader.read(shelf, ReadingOptions.DEFAULT).text();
        assertTrue(text.startsWith("BAKERY\nContains milk and soya\n"), text);
        try (LabelReader fromAfar = LabelReader.open(1, EnumSet.complementOf(EnumSet.of(Method.TILES)))) {
            String vague = fromAfar.read(shelf, ReadingOptions.DEFAULT).text();
            assertFalse(vague.startsWith("BAKERY\nContains milk and soya\n"), vague);
        }
    }

    @Test
    void spellingIsCorrectedWhereThatIsAskedFor() throws Exception {
        byte[] photo = new DrawnLabel(640, 200).text("Keep refrigerted", 60, 100, 40).as("png");
        assertEquals("Keep refrigerted\n", reader.read(photo, ReadingOptions.DEFAULT).text());
        assertEquals("Keep refrigerated\n", reader.read(photo,
                new ReadingOptions(true, false, false, 0, List.of(), ReadingOptions.AreaConfidence.MID, true)).text());
    }

    @Test
    void aPhotoIsReadInBlackAndWhite() throws Exception {
        DrawnLabel shaded = milk();
        for (int x = 0; x < 640; x++) {
            shaded.pen().setColor(new java.awt.Color(0, 0, 0, x * 200 / 640));
            shaded.pen().fillRect(x, 0, 1, 480);
        }
        Reading reading = reader.read(shaded.as("png"),
                new ReadingOptions(true, false, true, 0, List.of(), ReadingOptions.AreaConfidence.MID));
        assertEquals(MILK, reading.text());
    }

    @Test
    void faintAreasAreLeftOutWhereOnlyThePlainestAreWanted() throws Exception {
        byte[] photo = milk().as("png");
        int before = Integer.MAX_VALUE;
        for (ReadingOptions.AreaConfidence confidence : ReadingOptions.AreaConfidence.values()) {
            int lines = reader.read(photo, new ReadingOptions(true, false, false, 0, List.of(), confidence)).lines().size();
            assertTrue(lines <= before);
            before = lines;
        }
    }

    @Test
    void whatIsNoPhotoIsRefusedInPlainWords() {
        assertRefused(new byte[0], "empty");
        assertRefused("Dear Sir or Madam".getBytes(StandardCharsets.US_ASCII), "plain text");
        assertRefused("\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1), "HEIC");
        assertRefused("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), "PDF");
        assertRefused("<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII), "SVG");
        assertRefused(new byte[] {1, 2, 3, 4}, "no image");
        assertRefused(java.util.Arrays.copyOf(milk().as("png"), 60), "damaged");
    }

    private static void assertRefused(byte[] bytes, String word) {
        String message = assertThrows(UnreadablePhotoException.class, () -> reader.read(bytes, ReadingOptions.DEFAULT)).getMessage();
        assertTrue(message.contains(word) && message.contains("JPEG, PNG, GIF, BMP, TIFF and WebP"), message);
    }

    @Test
    void severalThreadsReadWithOneReader() throws Exception {
        byte[] milk = milk().as("png");
        byte[] bread = new DrawnLabel(500, 300).text("OAT BISCUITS", 30, 150, 44).as("jpg");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> texts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                byte[] photo = i % 2 == 0 ? milk : bread;
                texts.add(threads.submit(() -> reader.read(photo, ReadingOptions.DEFAULT).text()));
            }
            for (int i = 0; i < texts.size(); i++) {
                assertEquals(i % 2 == 0 ? MILK : "OAT BISCUITS\n", texts.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPhotoIsNotReadAgainAndAgainForRegionsThatOverlap() {
        List<Rectangle> regions = java.util.Collections.nCopies(5, new Rectangle(0, 0, 640, 480));
        UnreadablePhotoException thrown = assertThrows(UnreadablePhotoException.class, () -> reader.read(milk().as("png"),
                new ReadingOptions(true, false, false, 0, regions, ReadingOptions.AreaConfidence.MID)));
        assertTrue(thrown.getMessage().contains("more than 4 times"), thrown.getMessage());
    }

    @Test
    void aReadingThatIsInterruptedGoesNoFurther() throws Exception {
        byte[] photo = milk().as("png");
        Thread.currentThread().interrupt();
        assertThrows(java.util.concurrent.CancellationException.class, () -> reader.read(photo, ReadingOptions.DEFAULT));
        assertTrue(Thread.interrupted());
    }
}
