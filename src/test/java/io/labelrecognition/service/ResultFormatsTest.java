package io.labelrecognition.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.labelrecognition.examples.SamplePhotos;
import io.labelrecognition.ocr.DrawnLabel;
import io.labelrecognition.ocr.LabelReader;
import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.ReadingOptions;
import io.labelrecognition.ocr.Word;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Results other than text, made of what the reader read, looked at with tools that are not ours. */
class ResultFormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LabelReader reader;

    @BeforeAll
    static void open() {
        reader = LabelReader.open();
        VeraGreenfieldFoundryProvider.initialise();
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(Path.of("examples/photos", name));
    }

    private static byte[] result(ResultFormat format, byte[] photo, Reading reading, ReadingOptions options) throws Exception {
        return ResultFormat.entries(List.of(format), photo, reading, options, null).get(0).data();
    }

    private static byte[] result(ResultFormat format, byte[] photo) throws Exception {
        return result(format, photo, reader.read(photo, ReadingOptions.DEFAULT), ReadingOptions.DEFAULT);
    }

    private static ReadingOptions turned(int degrees) {
        return new ReadingOptions(true, false, false, degrees, List.of(), ReadingOptions.AreaConfidence.MID);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"street-sign-blades.jpg", "food-label-tin.jpg", "price-tag-milk.jpg", "street-sign-keep-clear.png", "food-label-nutrition.jpg"})
    void theWordsOfAPdfAreThoseOfThePhotoInOrder(String name) throws Exception {
        byte[] photo = sample(name);
        Reading reading = reader.read(photo, ReadingOptions.DEFAULT);
        try (PDDocument pdf = Loader.loadPDF(result(ResultFormat.PDF, photo, reading, ReadingOptions.DEFAULT))) {
            assertEquals(words(reading.text()), words(new PDFTextStripper().getText(pdf)));
        }
    }

    @Test
    void aPdfShowsThePhotoAloneUpright() throws Exception {
        byte[] photo = sample("street-sign-blades.jpg");
        for (int degrees : new int[] {0, 90}) {
            Reading reading = reader.read(photo, turned(degrees));
            try (PDDocument pdf = Loader.loadPDF(result(ResultFormat.PDF, photo, reading, turned(degrees)))) {
                BufferedImage page = new PDFRenderer(pdf).renderImageWithDPI(0, 150);
                BufferedImage shown = LabelReader.picture(photo, turned(degrees)).image();
                assertEquals(shown.getWidth(), page.getWidth(), 1);
                assertEquals(shown.getHeight(), page.getHeight(), 1);
                assertTrue(difference(shown, page) < 4, "the text is not to be seen");
            }
        }
    }

    /** Mean difference of the channels, in levels of 255. */
    private static double difference(BufferedImage one, BufferedImage other) {
        double sum = 0;
        int width = Math.min(one.getWidth(), other.getWidth());
        int height = Math.min(one.getHeight(), other.getHeight());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
                }
            }
        }
        return sum / 3 / width / height;
    }

    @ParameterizedTest
    @ValueSource(strings = {"street-sign-blades.jpg", "street-sign-keep-clear.png"})
    void aPdfIsOneForArchives(String name) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(result(ResultFormat.PDF, sample(name))), PDFAFlavour.PDFA_2_B)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_B, false).validate(parser);
            assertTrue(result.isCompliant(), () -> result.getTestAssertions().toString());
        }
    }

    @Test
    void aSoundJpegGoesIntoAPdfAsItIs() throws Exception {
        byte[] photo = sample("street-sign-blades.jpg");
        assertTrue(indexOf(result(ResultFormat.PDF, photo), Arrays.copyOf(photo, 2000)) > 0);
        byte[] turned = result(ResultFormat.PDF, photo, reader.read(photo, turned(90)), turned(90));
        assertTrue(indexOf(turned, Arrays.copyOf(photo, 2000)) < 0);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aWordLiesInThePdfWhereItStandsOnThePhoto() throws Exception {
        DrawnLabel label = new DrawnLabel(800, 400).text("WHOLE MILK", 60, 120, 60).text("ORGANIC", 420, 330, 60);
        FontMetrics widths = label.pen().getFontMetrics(DrawnLabel.font("DejaVuSans-Bold").deriveFont(60f));
        byte[] photo = label.as("png");
        try (PDDocument pdf = Loader.loadPDF(result(ResultFormat.PDF, photo))) {
            List<float[]> letters = new ArrayList<>();
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition letter) {
                    letters.add(new float[] {letter.getUnicode().charAt(0), letter.getX() * 150 / 72, letter.getY() * 150 / 72});
                }
            }.getText(pdf);
            assertPlace(letters, 'W', 60, 120);
            assertPlace(letters, 'M', 60 + widths.stringWidth("WHOLE "), 120);
            assertPlace(letters, 'R', 420 + widths.stringWidth("O"), 330);
        }
    }

    private static void assertPlace(List<float[]> letters, char which, double x, double y) {
        float[] letter = letters.stream().filter(it -> it[0] == which).findFirst().orElseThrow();
        assertEquals(x, letter[1], 15, "across to " + which);
        assertEquals(y, letter[2], 15, "down to " + which);
    }

    @Test
    void hocrIsWellFormedAndHoldsEachWordInItsPlace() throws Exception {
        byte[] photo = sample("street-sign-blades.jpg");
        Reading reading = reader.read(photo, ReadingOptions.DEFAULT);
        Document hocr = hocr(photo, reading);
        List<Element> lines = ofClass(hocr, "ocr_line");
        assertEquals(reading.lines().stream().map(Line::text).toList(), lines.stream().map(Element::getTextContent).toList());
        assertTrue(lines.stream().allMatch(line -> line.getAttribute("title").matches("bbox \\d+ \\d+ \\d+ \\d+; baseline -?0\\.\\d+ -\\d+; poly( \\d+){8}")),
                () -> lines.get(0).getAttribute("title"));
        assertTrue(ofClass(hocr, "ocrx_word").stream().allMatch(word -> word.getAttribute("title").matches("bbox( \\d+){4}; x_wconf \\d{1,3}; poly( \\d+){8}")));
        assertEquals("bbox 0 0 " + reading.width() + " " + reading.height() + "; ppageno 0", ofClass(hocr, "ocr_page").get(0).getAttribute("title"));
    }

    @Test
    void theBoxOfABentLineHoldsThoseOfItsWords() throws Exception {
        byte[] photo = sample("food-label-tin.jpg");
        Document hocr = hocr(photo, reader.read(photo, ReadingOptions.DEFAULT));
        for (Element word : ofClass(hocr, "ocrx_word")) {
            Rectangle line = box((Element) word.getParentNode());
            assertTrue(line.contains(box(word)), () -> word.getTextContent() + " " + box(word) + " in " + line);
        }
    }

    private static Document hocr(byte[] photo, Reading reading) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(result(ResultFormat.HOCR, photo, reading, ReadingOptions.DEFAULT)));
    }

    private static Rectangle box(Element element) {
        String[] corners = element.getAttribute("title").split(";")[0].split(" ");
        Rectangle box = new Rectangle(Integer.parseInt(corners[1]), Integer.parseInt(corners[2]), 0, 0);
        box.add(Integer.parseInt(corners[3]), Integer.parseInt(corners[4]));
        return box;
    }

    private static List<Element> ofClass(Document document, String kind) {
        NodeList all = document.getElementsByTagName("*");
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).getAttribute("class").equals(kind)) {
                found.add((Element) all.item(i));
            }
        }
        return found;
    }

    @Test
    void textThatIsMarkupIsTextInHocrAndJson() throws Exception {
        List<Point2D.Float> corners = List.of(new Point2D.Float(0, 0), new Point2D.Float(90, 0), new Point2D.Float(90, 20), new Point2D.Float(0, 20));
        String text = "<b>&\"]]>";
        Reading reading = new Reading(List.of(new Line(text, corners, .9)), List.of());
        Document hocr = hocr(null, reading);
        assertEquals(text, ofClass(hocr, "ocrx_word").get(0).getTextContent());
        assertEquals(text + "\n", JSON.readTree(result(ResultFormat.JSON, null, reading, ReadingOptions.DEFAULT)).get("text").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"street-sign-blades.jpg", "food-label-tin.jpg", "number-plate-short.jpg"})
    void jsonIsAsItsSchemaSays(String name) throws Exception {
        byte[] photo = sample(name);
        Reading reading = reader.read(photo, ReadingOptions.DEFAULT);
        JsonNode json = JSON.readTree(result(ResultFormat.JSON, photo, reading, ReadingOptions.DEFAULT));
        assertEquals(List.of(), List.copyOf(schema().validate(json)));
        assertEquals(reading.text(), json.get("text").textValue());
        for (JsonNode line : json.get("lines")) {
            List<String> words = new ArrayList<>();
            line.get("words").forEach(word -> words.add(word.get("text").textValue()));
            assertEquals(line.get("text").textValue(), String.join(" ", words));
            for (JsonNode word : line.get("words")) {
                assertTrue(middle(word.get("corners")).distance(middle(line.get("corners"))) <= width(line.get("corners")) / 2 + 2, () -> word + " in " + line);
            }
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ResultFormatsTest.class.getResourceAsStream("/label-recognition/reading.schema.json"));
    }

    private static Point2D middle(JsonNode corners) {
        return new Point2D.Double((corners.get(0).get(0).asDouble() + corners.get(2).get(0).asDouble()) / 2,
                (corners.get(0).get(1).asDouble() + corners.get(2).get(1).asDouble()) / 2);
    }

    private static double width(JsonNode corners) {
        return Math.hypot(corners.get(1).get(0).asDouble() - corners.get(0).get(0).asDouble(), corners.get(1).get(1).asDouble() - corners.get(0).get(1).asDouble());
    }

    @Test
    void jsonMarksWhatIsToBeReviewed() throws Exception {
        byte[] photo = sample("street-sign-blades.jpg");
        Reading reading = reader.read(photo, ReadingOptions.DEFAULT);
        Reading nothing = new Reading(List.of(), List.of());
        assertEquals(List.of(true, false, false), List.of(review(reading, .9999), review(reading, .5), review(nothing, .5)));
        JsonNode unasked = JSON.readTree(result(ResultFormat.JSON, photo, reading, ReadingOptions.DEFAULT));
        assertFalse(unasked.has("review"));
        assertEquals(List.of(), List.copyOf(schema().validate(JSON.readTree(result(ResultFormat.JSON, null, nothing, ReadingOptions.DEFAULT)))));
    }

    private static boolean review(Reading reading, double below) throws Exception {
        JsonNode json = JSON.readTree(ResultFormat.entries(List.of(ResultFormat.JSON), null, reading, ReadingOptions.DEFAULT, below).get(0).data());
        assertEquals(List.of(), List.copyOf(schema().validate(json)));
        return json.get("review").booleanValue();
    }

    @Test
    void anImageIsThePhotoAsItWasRead() throws Exception {
        byte[] photo = sample("street-sign-keep-clear.png");
        BufferedImage original = ImageIO.read(new ByteArrayInputStream(photo));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(result(ResultFormat.IMAGE, photo)));
        assertArrayEquals(original.getRGB(0, 0, 100, 100, null, 0, 100), image.getRGB(0, 0, 100, 100, null, 0, 100));
    }

    @Test
    void eachLineIsOutlinedInAPreviewAndTheRestIsThePhoto() throws Exception {
        for (Color ground : new Color[] {Color.WHITE, Color.BLACK}) {
            DrawnLabel label = new DrawnLabel(900, 400);
            label.pen().setColor(ground);
            label.pen().fillRect(0, 0, 900, 400);
            label.pen().setColor(ground == Color.WHITE ? Color.BLACK : Color.WHITE);
            byte[] photo = label.text("TILTED", 100, 150, 60, 12).text("LEVEL", 420, 330, 60).as("png");
            Reading reading = reader.read(photo, ReadingOptions.DEFAULT);
            BufferedImage preview = ImageIO.read(new ByteArrayInputStream(result(ResultFormat.PREVIEW, photo, reading, ReadingOptions.DEFAULT)));
            assertEquals(2, reading.lines().size());
            for (Line line : reading.lines()) {
                for (int side = 0; side < 4; side++) {
                    Point2D.Float from = line.corners().get(side);
                    Point2D.Float to = line.corners().get((side + 1) % 4);
                    // not the middle, which the text of another line may cover
                    int x = Math.round(from.x + (to.x - from.x) * .6f);
                    int y = Math.round(from.y + (to.y - from.y) * .6f);
                    assertTrue(isColoured(preview, new Rectangle(x - 2, y - 2, 5, 5)), line + ", side " + side + " on " + ground);
                }
            }
            assertEquals(ground.getRGB(), preview.getRGB(780, 20));
        }
    }

    private static boolean isColoured(BufferedImage image, Rectangle within) {
        for (int y = within.y; y < within.y + within.height; y++) {
            for (int x = within.x; x < within.x + within.width; x++) {
                Color colour = new Color(image.getRGB(x, y));
                if (Math.abs(colour.getRed() - colour.getGreen()) > 40) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aWordsBoxHoldsItAndNoOther() throws Exception {
        byte[] photo = new DrawnLabel(900, 300).text("FIRST", 60, 100, 50).text("NEXT", 290, 100, 50).text("UPWARDS", 600, 280, 50, -60).as("png");
        List<Word> words = reader.read(photo, ReadingOptions.DEFAULT).lines().stream().flatMap(line -> line.words().stream()).toList();
        assertEquals(List.of("FIRST", "NEXT", "UPWARDS"), words.stream().map(Word::text).sorted().collect(Collectors.toList()));
        for (Word word : words) {
            double x = switch (word.text()) {
                case "FIRST" -> 60 + 80;
                case "NEXT" -> 290 + 72;
                default -> 600 + 130 * Math.cos(Math.toRadians(60)) - 18;
            };
            double y = word.text().equals("UPWARDS") ? 280 - 130 * Math.sin(Math.toRadians(60)) : 82;
            assertTrue(contains(word, x, y), word + " does not hold " + x + ", " + y);
            assertEquals(1, words.stream().filter(other -> contains(other, x, y)).count(), word.text());
        }
    }

    private static boolean contains(Word word, double x, double y) {
        Path2D box = new Path2D.Double();
        box.moveTo(word.corners().get(0).x, word.corners().get(0).y);
        word.corners().forEach(corner -> box.lineTo(corner.x, corner.y));
        return box.contains(x, y);
    }

    @Test
    void aLabelWithoutTextHasItsFormatsToo() throws Exception {
        byte[] photo = SamplePhotos.label();
        Reading reading = reader.read(photo, ReadingOptions.DEFAULT);
        assertEquals(List.of(), reading.lines());
        for (ResultFormat format : ResultFormat.values()) {
            byte[] result = result(format, photo, reading, ReadingOptions.DEFAULT);
            assertEquals(format == ResultFormat.TEXT, result.length == 0, format.name());
        }
    }
}
