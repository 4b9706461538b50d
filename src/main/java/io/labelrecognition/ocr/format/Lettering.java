package io.labelrecognition.ocr.format;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Text as outlines, from the typeface that comes with PDFBox: a server need not have any, nor the JDK's libraries for them. Threads share it. */
final class Lettering {
    static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final TrueTypeFont TYPEFACE = typeface();

    private Lettering() {
    }

    /** @param size of the type in pixels */
    static Shape outline(String text, double size) {
        Path2D outline = new Path2D.Double();
        double pen = 0;
        try {
            synchronized (TYPEFACE) {
                CmapLookup characters = TYPEFACE.getUnicodeCmapLookup();
                double scale = size / TYPEFACE.getUnitsPerEm();
                for (int character : text.codePoints().toArray()) {
                    int glyph = characters.getGlyphId(character);
                    if (TYPEFACE.getGlyph().getGlyph(glyph) != null) {
                        AffineTransform place = new AffineTransform(scale, 0, 0, -scale, pen, 0);
                        outline.append(TYPEFACE.getGlyph().getGlyph(glyph).getPath().getPathIterator(place), false);
                    }
                    pen += TYPEFACE.getAdvanceWidth(glyph) * scale;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outline;
    }

    private static TrueTypeFont typeface() {
        try (InputStream ttf = PDType0Font.class.getResourceAsStream(FONT)) {
            return new TTFParser().parse(new RandomAccessReadBuffer(ttf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
