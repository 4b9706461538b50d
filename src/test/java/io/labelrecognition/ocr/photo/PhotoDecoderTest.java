package io.labelrecognition.ocr.photo;

import io.labelrecognition.ocr.DrawnLabel;
import io.labelrecognition.ocr.UnreadablePhotoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PhotoDecoderTest {
    private final PhotoDecoder decoder = new PhotoDecoder();

    /** 40 x 20 pixels: red at the left, green at the top right, blue at the bottom right. */
    private static BufferedImage flag(int type) {
        BufferedImage image = new BufferedImage(40, 20, type);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, 20, 20);
        pen.setColor(Color.GREEN);
        pen.fillRect(20, 0, 20, 10);
        pen.setColor(Color.BLUE);
        pen.fillRect(20, 10, 20, 10);
        return image;
    }

    private static void assertColour(Color expected, Pixels pixels, int x, int y) {
        int i = 3 * (y * pixels.width() + x);
        int[] off = {(pixels.bgr()[i] & 255) - expected.getBlue(), (pixels.bgr()[i + 1] & 255) - expected.getGreen(),
                (pixels.bgr()[i + 2] & 255) - expected.getRed()};
        for (int difference : off) {
            assertTrue(Math.abs(difference) < 12, () -> "at " + x + ", " + y + ": off by " + java.util.Arrays.toString(off));
        }
    }

    private static void assertFlag(Photo photo) {
        assertEquals(40, photo.pixels().width());
        assertEquals(20, photo.pixels().height());
        assertColour(Color.RED, photo.pixels(), 8, 8);
        assertColour(Color.GREEN, photo.pixels(), 32, 4);
        assertColour(Color.BLUE, photo.pixels(), 32, 15);
        assertEquals(1, photo.reduction());
        assertEquals(java.util.List.of(), photo.warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tif"})
    void formatsAreKnownByTheirBytes(String format) throws Exception {
        assertFlag(decoder.decode(DrawnLabel.encoded(flag(BufferedImage.TYPE_3BYTE_BGR), format)));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_INDEXED})
    void layoutsOfPixelsAreAllTheSame(int type) throws Exception {
        assertFlag(decoder.decode(DrawnLabel.encoded(flag(type), "png")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrientationOfTheCameraIsHonoured(int orientation) throws Exception {
        Pixels upright = decoder.decode(withOrientation(DrawnLabel.encoded(asTaken(orientation), "jpg"), orientation)).pixels();
        assertEquals(40, upright.width());
        assertColour(Color.RED, upright, 8, 8);
        assertColour(Color.GREEN, upright, 32, 4);
        assertColour(Color.BLUE, upright, 32, 15);
    }

    /** The flag as the sensor saw it: row 0 and column 0 lie where EXIF 2.3 says that they lie for this orientation. */
    private static BufferedImage asTaken(int orientation) {
        BufferedImage upright = flag(BufferedImage.TYPE_3BYTE_BGR);
        boolean sideways = orientation >= 5;
        BufferedImage taken = new BufferedImage(sideways ? 20 : 40, sideways ? 40 : 20, BufferedImage.TYPE_3BYTE_BGR);
        for (int row = 0; row < taken.getHeight(); row++) {
            for (int column = 0; column < taken.getWidth(); column++) {
                int x = switch (orientation) {
                    case 2, 3 -> 39 - column;
                    case 5, 8 -> row;
                    case 6, 7 -> 39 - row;
                    default -> column;
                };
                int y = switch (orientation) {
                    case 3, 4 -> 19 - row;
                    case 5, 6 -> column;
                    case 7, 8 -> 19 - column;
                    default -> row;
                };
                taken.setRGB(column, row, upright.getRGB(x, y));
            }
        }
        return taken;
    }

    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0).putInt(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(exif.array(), 0, exif.position());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    @Test
    void aHeaderThatAsksForTooMuchIsRefusedBeforeAPixelIsDecoded() {
        String message = assertThrows(UnreadablePhotoException.class, () -> decoder.decode(pngHeader(30_000, 30_000))).getMessage();
        assertTrue(message.contains("30000 x 30000") && message.contains("200 megapixels"), message);
    }

    /** A PNG that ends after its header. */
    private static byte[] pngHeader(int width, int height) {
        ByteBuffer png = ByteBuffer.allocate(33);
        png.putLong(0x89504e470d0a1a0aL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
        png.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 checksum = new CRC32();
        checksum.update(png.array(), 12, 17);
        return png.putInt((int) checksum.getValue()).array();
    }

    @Test
    void ofAVeryLargePhotoOnlySomePixelsAreDecoded() throws Exception {
        BufferedImage large = new BufferedImage(6000, 4100, BufferedImage.TYPE_BYTE_GRAY);
        Photo photo = decoder.decode(DrawnLabel.encoded(large, "png"));
        assertEquals(2, photo.reduction());
        assertEquals(3000, photo.pixels().width());
        assertArrayEquals(new byte[9], java.util.Arrays.copyOf(photo.pixels().bgr(), 9));
    }

    @Test
    void aJpegThatBreaksOffIsDecodedWithAWarning() throws Exception {
        byte[] jpeg = new DrawnLabel(400, 300).text("HALF A LABEL", 20, 60, 40).as("jpg");
        Photo photo = decoder.decode(java.util.Arrays.copyOf(jpeg, jpeg.length * 2 / 3));
        assertEquals(400, photo.pixels().width());
        assertEquals(1, photo.warnings().size());
        assertTrue(photo.warnings().get(0).contains("cut off"), photo.warnings()::toString);
    }

    @Test
    void sixteenBitsAndTransparencyAreRead() throws Exception {
        BufferedImage grey = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(15, 5, 0, 0x8000);
        Pixels pixels = decoder.decode(DrawnLabel.encoded(grey, "png")).pixels();
        assertColour(Color.BLACK, pixels, 5, 5);
        assertColour(new Color(128, 128, 128), pixels, 15, 5);

        BufferedImage clear = new BufferedImage(20, 10, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(15, 5, 0xff0000ff);
        pixels = decoder.decode(DrawnLabel.encoded(clear, "png")).pixels();
        assertColour(Color.WHITE, pixels, 5, 5);
        assertColour(Color.BLUE, pixels, 15, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "PackBits", "JPEG"})
    void compressedTiffsAreRead(String compression) throws Exception {
        assertFlag(decoder.decode(compressed(flag(BufferedImage.TYPE_3BYTE_BGR), "tiff", compression)));
    }

    @Test
    void facsimileTiffsAreRead() throws Exception {
        BufferedImage page = new BufferedImage(40, 20, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D pen = page.createGraphics();
        pen.fillRect(0, 0, 20, 20);
        Pixels pixels = decoder.decode(compressed(page, "tiff", "CCITT T.6")).pixels();
        assertColour(Color.WHITE, pixels, 5, 5);
        assertColour(Color.BLACK, pixels, 30, 5);
    }

    @Test
    void progressiveJpegsAreRead() throws Exception {
        byte[] jpeg = compressed(flag(BufferedImage.TYPE_3BYTE_BGR), "jpeg", null);
        assertTrue(JpegFrame.of(jpeg).progressive());
        assertFlag(decoder.decode(jpeg));
    }

    /** A progressive JPEG where no compression is given. */
    private static byte[] compressed(BufferedImage image, String format, String compression) throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (compression == null) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        } else {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(compression);
        }
        return written(writer, new IIOImage(image, null, null), param);
    }

    private static byte[] written(ImageWriter writer, IIOImage image, ImageWriteParam param) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @Test
    void printersJpegsOfFourInksAreRead() throws Exception {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 40, 20, 4, null);
        for (int y = 0; y < 20; y++) {
            for (int x = 20; x < 40; x++) {
                inks.setSample(x, y, 3, 255);
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        Pixels pixels = decoder.decode(written(writer, new IIOImage(inks, null, null), null)).pixels();
        int paper = pixels.bgr()[3 * (10 * 40 + 8)] & 255;
        int black = pixels.bgr()[3 * (10 * 40 + 32)] & 255;
        assertTrue(Math.abs(paper - black) > 150, paper + " and " + black);
    }

    @Test
    void webpIsRead() throws Exception {
        byte[] onePixel = Base64.getDecoder().decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=");
        Pixels pixels = decoder.decode(onePixel).pixels();
        assertEquals(1, pixels.width());
        assertEquals(1, pixels.height());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tif"})
    void damagedFilesAreDecodedOrRefused(String format) {
        byte[] whole = DrawnLabel.encoded(new DrawnLabel(160, 120).text("MILK", 10, 60, 40).image(), format);
        Random random = new Random(format.hashCode());
        for (int i = 0; i < 150; i++) {
            byte[] damaged = damaged(whole, random);
            try {
                assertTrue(decoder.decode(damaged).pixels().width() > 0);
            } catch (UnreadablePhotoException refused) {
                assertTrue(refused.getMessage().length() > 10);
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = random.nextInt(3) == 0 ? java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length)) : whole.clone();
        // headers are where damage does most
        int reach = random.nextBoolean() ? Math.min(60, damaged.length) : damaged.length;
        for (int flips = random.nextInt(12); flips > 0; flips--) {
            damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }
}
