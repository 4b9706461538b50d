package io.labelrecognition.examples;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The typefaces that photos are lettered with: DejaVu on the samples, Liberation on drawn labels as well, loaded from the class path, so that a photo looks the same on a machine
 * with other fonts or none.
 *
 * <p>Text comes as outlines rather than glyph images: filling them is the JDK's own Java code, hinting is left out, and the same bytes
 * come out whatever FreeType the machine has.
 */
enum Typeface {
    SANS("/net/sf/jasperreports/fonts/dejavu/DejaVuSans"),
    SANS_BOLD("/net/sf/jasperreports/fonts/dejavu/DejaVuSans-Bold"),
    CONDENSED("/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed"),
    CONDENSED_BOLD("/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Bold"),
    SERIF_BOLD("/net/sf/jasperreports/fonts/dejavu/DejaVuSerif-Bold"),
    SERIF_ITALIC("/net/sf/jasperreports/fonts/dejavu/DejaVuSerif-Italic"),
    MONO_BOLD("/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono-Bold"),
    GROTESQUE("/liberation/LiberationSans-Regular"),
    GROTESQUE_BOLD("/liberation/LiberationSans-Bold"),
    GROTESQUE_ITALIC("/liberation/LiberationSans-BoldItalic"),
    ROMAN("/liberation/LiberationSerif-Regular"),
    ROMAN_BOLD("/liberation/LiberationSerif-Bold"),
    ROMAN_ITALIC("/liberation/LiberationSerif-Italic"),
    TYPEWRITER("/liberation/LiberationMono-Bold");

    private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);
    private static final float UNIT = 100;

    private final Font font;

    Typeface(String file) {
        String resource = file + ".ttf";
        try (InputStream ttf = Typeface.class.getResourceAsStream(resource)) {
            if (ttf == null) {
                throw new IllegalStateException(resource + " is not on the class path: it comes with net.sf.jasperreports:jasperreports-fonts or com.github.librepdf:openpdf-fonts-extra");
            }
            font = Font.createFont(Font.TRUETYPE_FONT, ttf).deriveFont(UNIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    /**
     * The outline of one line of text, its base line at y = 0, its pen starting at x = 0.
     *
     * @param capitals height of a capital letter in pixels
     */
    Shape outline(String text, double capitals) {
        double scale = capitals / capitalHeight();
        return AffineTransform.getScaleInstance(scale, scale).createTransformedShape(glyphs(text).getOutline());
    }

    /** How far the pen moves over the text, in pixels, for capitals of this height. */
    double advance(String text, double capitals) {
        return glyphs(text).getLogicalBounds().getWidth() * capitals / capitalHeight();
    }

    private GlyphVector glyphs(String text) {
        return font.createGlyphVector(UNHINTED, text);
    }

    private double capitalHeight() {
        return glyphs("H").getOutline().getBounds2D().getHeight();
    }
}
