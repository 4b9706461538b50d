package io.labelrecognition.ocr.format;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Picture;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.Word;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.geom.Point2D;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/**
 * The photo, upright, as a page of PDF/A-2b whose text can be selected, searched and copied: it lies invisibly where it stands on the photo, in
 * reading order. A photo that is a sound JPEG goes in as it is.
 */
public final class SearchablePdf {
    /** Pixels an inch: only the size of the page on paper depends on it. */
    private static final float RESOLUTION = 150;
    private static final float QUALITY = .92f;
    private static final float UNIT = 1000;
    /** The ends of a line may stand so far apart across it, in heights, and be set on one baseline. */
    private static final double MOST_DRIFT = 1.5;
    /** Left free beside a word, in heights, so that it is apart from the next. */
    private static final double SIDE = .08;
    private static final String METADATA = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
              <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
                  <pdfaid:part>2</pdfaid:part>
                  <pdfaid:conformance>B</pdfaid:conformance>
                </rdf:Description>
              </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="w"?>""";

    private SearchablePdf() {
    }

    /** The bytes of the file. */
    public static byte[] of(Reading reading, Picture picture) {
        float scale = 72 / RESOLUTION;
        PDRectangle size = new PDRectangle(reading.width() * scale, reading.height() * scale);
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(size);
            document.addPage(page);
            describe(document);
            PDFont font = font(document);
            PDImageXObject image = picture.jpeg().isPresent() ? JPEGFactory.createFromByteArray(document, picture.jpeg().get())
                    : JPEGFactory.createFromImage(document, picture.image(), QUALITY);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(image, 0, 0, size.getWidth(), size.getHeight());
                content.beginText();
                content.setRenderingMode(RenderingMode.NEITHER);
                content.setFont(font, 1);
                for (Line line : reading.lines()) {
                    show(content, font, line, scale, size.getHeight());
                }
                content.endText();
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void describe(PDDocument document) throws IOException {
        PDDocumentCatalog catalog = document.getDocumentCatalog();
        PDMetadata metadata = new PDMetadata(document);
        metadata.importXMPMetadata(METADATA.getBytes(StandardCharsets.UTF_8));
        catalog.setMetadata(metadata);
        PDOutputIntent screen = new PDOutputIntent(document, new ByteArrayInputStream(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()));
        screen.setInfo("sRGB IEC61966-2.1");
        screen.setOutputConditionIdentifier("sRGB IEC61966-2.1");
        catalog.addOutputIntent(screen);
    }

    private static PDFont font(PDDocument document) throws IOException {
        try (InputStream ttf = PDType0Font.class.getResourceAsStream(Lettering.FONT)) {
            return PDType0Font.load(document, ttf, true);
        }
    }

    /**
     * The words of a line in their boxes, each as wide and as high as it is there. They run along the side of the page that the line is closest to, and
     * on one baseline where it slants little: programs that take text out of a PDF make single letters of slanting words, and lines of their own
     * of words that rise.
     */
    private static void show(PDPageContentStream content, PDFont font, Line line, float scale, float pageHeight) throws IOException {
        Quad whole = new Quad(line.corners());
        long quarters = Math.round(whole.angle() / (Math.PI / 2));
        double cos = Math.cos(quarters * Math.PI / 2);
        double sin = Math.sin(quarters * Math.PI / 2);
        Point2D.Float middle = whole.at(.5, Hocr.BASELINE);
        boolean level = Math.abs(Math.sin(whole.angle() - quarters * Math.PI / 2)) * whole.length() < MOST_DRIFT * whole.height();
        double end = Double.NEGATIVE_INFINITY;
        for (Iterator<Word> words = line.words().iterator(); words.hasNext(); ) {
            Word word = words.next();
            String text = known(font, word.text());
            Quad quad = new Quad(word.corners());
            double width = font.getStringWidth(text) / UNIT;
            Point2D.Float foot = quad.at(.5, Hocr.BASELINE);
            double along = foot.x * cos + foot.y * sin;
            double start = Math.max(along - quad.length() / 2, end) + SIDE * quad.height();
            end = along + quad.length() / 2;
            double length = end - SIDE * quad.height() - start;
            if (width > 0 && length > 0) {
                // how far the line's own baseline lies from the word's, across the text
                double rise = level ? (middle.y - foot.y) * cos - (middle.x - foot.x) * sin : 0;
                double x = foot.x - rise * sin + (start - along) * cos;
                double y = foot.y + rise * cos + (start - along) * sin;
                double across = length * scale / width;
                double up = (level ? whole : quad).height() * scale;
                // the page's y goes up
                content.setTextMatrix(new Matrix((float) (across * cos), (float) (-across * sin), (float) (up * sin), (float) (up * cos),
                        (float) (x * scale), pageHeight - (float) (y * scale)));
                content.showText(words.hasNext() ? text + " " : text);
            }
        }
    }

    /** The text, with a question mark for what the font lacks. */
    private static String known(PDFont font, String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(character -> {
            String one = Character.toString(character);
            try {
                font.encode(one);
                known.append(one);
            } catch (IOException | IllegalArgumentException lacking) {
                known.append('?');
            }
        });
        return known.toString();
    }
}
