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
                for (Line line : reading.lines()) {
                    for (Iterator<Word> words = line.words().iterator(); words.hasNext(); ) {
                        Word word = words.next();
                        show(content, font, word, words.hasNext() ? " " : "", scale, size.getHeight());
                    }
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

    /** A word in its box: from its baseline, as wide and as high as it is there. */
    private static void show(PDPageContentStream content, PDFont font, Word word, String after, float scale, float pageHeight) throws IOException {
        String text = known(font, word.text());
        Quad quad = new Quad(word.corners());
        double width = font.getStringWidth(text) / UNIT;
        if (width <= 0 || quad.length() <= 0) {
            return;
        }
        Point2D.Float start = quad.at(0, Hocr.BASELINE);
        double across = quad.length() * scale / width;
        double up = quad.height() * scale;
        double cos = Math.cos(quad.angle());
        double sin = Math.sin(quad.angle());
        content.setFont(font, 1);
        // the page's y goes up
        content.setTextMatrix(new Matrix((float) (across * cos), (float) (-across * sin), (float) (up * sin), (float) (up * cos),
                start.x * scale, pageHeight - start.y * scale));
        content.showText(text + after);
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
