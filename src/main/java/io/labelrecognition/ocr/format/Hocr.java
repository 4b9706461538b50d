package io.labelrecognition.ocr.format;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Reading;
import io.labelrecognition.ocr.Word;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.io.StringWriter;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What was read, as <a href="https://kba.github.io/hocr-spec/1.2/">hOCR 1.2</a>: XHTML with a page, its lines in reading order and their words. Places are
 * pixels of the upright photo; {@code poly} is the slanting box itself, {@code x_wconf} a percentage.
 */
public final class Hocr {
    /** Where the feet of the letters stand in a line's box, as a share of its height: it has room around the letters. */
    static final double BASELINE = .78;
    private static final double STEEP = 45;

    private Hocr() {
    }

    /** The document, to be written in UTF-8. */
    public static String of(Reading reading) {
        StringWriter document = new StringWriter();
        document.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
        try {
            XMLStreamWriter html = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(document);
            html.writeStartElement("html");
            html.writeDefaultNamespace("http://www.w3.org/1999/xhtml");
            head(html);
            html.writeCharacters("\n");
            html.writeStartElement("body");
            html.writeCharacters("\n");
            element(html, "div", "ocr_page", "page_1", "bbox 0 0 " + reading.width() + " " + reading.height() + "; ppageno 0");
            html.writeCharacters("\n");
            int number = 0;
            for (Line line : reading.lines()) {
                line(html, line, ++number);
            }
            html.writeEndElement();
            html.writeCharacters("\n");
            html.writeEndElement();
            html.writeEndElement();
            html.writeEndDocument();
            html.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return document.append('\n').toString();
    }

    private static void head(XMLStreamWriter html) throws XMLStreamException {
        html.writeCharacters("\n");
        html.writeStartElement("head");
        html.writeStartElement("title");
        html.writeCharacters("What stands on a photo");
        html.writeEndElement();
        meta(html, "ocr-system", "label-recognition");
        meta(html, "ocr-capabilities", "ocr_page ocr_line ocrx_word ocrp_poly ocrp_wconf");
        meta(html, "ocr-number-of-pages", "1");
        html.writeEndElement();
    }

    private static void meta(XMLStreamWriter html, String name, String content) throws XMLStreamException {
        html.writeEmptyElement("meta");
        html.writeAttribute("name", name);
        html.writeAttribute("content", content);
    }

    private static void element(XMLStreamWriter html, String tag, String kind, String id, String title) throws XMLStreamException {
        html.writeStartElement(tag);
        html.writeAttribute("class", kind);
        html.writeAttribute("id", id);
        html.writeAttribute("title", title);
    }

    private static void line(XMLStreamWriter html, Line line, int number) throws XMLStreamException {
        // a bent line is wider than the box of its ends
        Rectangle all = around(Stream.concat(line.corners().stream(), line.words().stream().flatMap(word -> word.corners().stream())).toList());
        element(html, "span", "ocr_line", "line_1_" + number, bbox(all) + direction(line.corners(), all) + poly(line.corners()));
        int word = 0;
        for (Word each : line.words()) {
            html.writeCharacters(word == 0 ? "" : " ");
            element(html, "span", "ocrx_word", "word_1_" + number + "_" + ++word,
                    bbox(around(each.corners())) + "; x_wconf " + Math.round(100 * each.confidence()) + poly(each.corners()));
            html.writeCharacters(each.text());
            html.writeEndElement();
        }
        html.writeEndElement();
        html.writeEmptyElement("br");
        html.writeCharacters("\n");
    }

    /** The smallest upright box of whole pixels. */
    private static Rectangle around(List<Point2D.Float> corners) {
        DoubleSummaryStatistics x = corners.stream().mapToDouble(corner -> corner.x).summaryStatistics();
        DoubleSummaryStatistics y = corners.stream().mapToDouble(corner -> corner.y).summaryStatistics();
        int left = (int) Math.floor(x.getMin());
        int top = (int) Math.floor(y.getMin());
        return new Rectangle(left, top, (int) Math.ceil(x.getMax()) - left, (int) Math.ceil(y.getMax()) - top);
    }

    private static String bbox(Rectangle box) {
        return "bbox " + box.x + " " + box.y + " " + (box.x + box.width) + " " + (box.y + box.height);
    }

    /** The baseline against the lower left corner of the upright box around all of the line; of a steep line, the angle alone. */
    private static String direction(List<Point2D.Float> corners, Rectangle all) {
        Quad quad = new Quad(corners);
        double degrees = Math.toDegrees(quad.angle());
        if (Math.abs(degrees) > STEEP) {
            return String.format(Locale.ROOT, "; textangle %.1f", Math.floorMod(Math.round(-10 * degrees), 3600) / 10.0);
        }
        double slope = Math.tan(quad.angle());
        Point2D.Float start = quad.at(0, BASELINE);
        return String.format(Locale.ROOT, "; baseline %.3f %.0f", slope, start.y - slope * (start.x - all.x) - all.y - all.height);
    }

    private static String poly(List<Point2D.Float> corners) {
        return "; poly " + corners.stream().map(corner -> Math.round(corner.x) + " " + Math.round(corner.y))
                .collect(Collectors.joining(" "));
    }
}
