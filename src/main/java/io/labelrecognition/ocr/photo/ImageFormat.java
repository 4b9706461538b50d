package io.labelrecognition.ocr.photo;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The image formats that are read, known by the first bytes of a file whatever its name says. */
enum ImageFormat {
    JPEG, PNG, GIF, BMP, TIFF, WEBP;

    /** What a message names as read. */
    static final String READ = "JPEG, PNG, GIF, BMP, TIFF and WebP are read";

    static Optional<ImageFormat> of(byte[] photo) {
        String head = head(photo);
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        } else if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return Optional.of(GIF);
        } else if (head.startsWith("BM")) {
            return Optional.of(BMP);
        } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return Optional.of(TIFF);
        } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }

    /** What a file of none of these formats seems to be, in words that follow "this is"; empty where that is unknown. */
    static Optional<String> other(byte[] photo) {
        String head = head(photo);
        if (head.startsWith("ftyp", 4)) {
            String brand = head.substring(8, Math.min(12, head.length()));
            return Optional.of(switch (brand) {
                case "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1" -> "a HEIC image";
                case "avif", "avis" -> "an AVIF image";
                default -> "a video";
            });
        } else if (head.startsWith("%PDF")) {
            return Optional.of("a PDF document");
        } else if (head.startsWith("\0\0\0\fJXL ") || head.startsWith("\u00ff\n")) {
            return Optional.of("a JPEG XL image");
        } else if (head.startsWith("\0\0\0\fjP")) {
            return Optional.of("a JPEG 2000 image");
        } else if (head.startsWith("8BPS")) {
            return Optional.of("a Photoshop document");
        } else if (head.startsWith("PK\u0003\u0004")) {
            return Optional.of("a ZIP archive");
        } else if (head.stripLeading().startsWith("<svg")) {
            return Optional.of("an SVG drawing");
        } else if (head.stripLeading().startsWith("<")) {
            return Optional.of("markup (HTML, XML or SVG)");
        } else if (!head.isEmpty() && head.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t')) {
            return Optional.of("plain text");
        }
        return Optional.empty();
    }

    private static String head(byte[] photo) {
        return new String(photo, 0, Math.min(32, photo.length), StandardCharsets.ISO_8859_1);
    }
}
