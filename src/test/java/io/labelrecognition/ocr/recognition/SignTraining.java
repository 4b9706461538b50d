package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.language.Lexicon;
import io.labelrecognition.ocr.model.Network;
import io.labelrecognition.ocr.model.RecognitionFeatures;
import io.labelrecognition.ocr.photo.Pixels;
import io.labelrecognition.ocr.photo.Pyramid;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Kernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Learns the currency signs that the recognition network has no class for: a logistic regression for each, over the features of its last layer,
 * against all that the network knows, on lines drawn in the typefaces of this machine. A fifth of the typefaces judges.
 *
 * <p>Run it with the typefaces installed that are to be known; it writes the resource that {@code Models} reads.
 */
public final class SignTraining {
    private static final String SIGNS = "€£";
    private static final int FEATURES = RecognitionFeatures.FEATURES;
    private static final String ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,&#$¥¢%°*@+()/-€£";
    private static final String[] WORDS = ("each only now was save price special offer per kg pack of fresh milk bread cheese coffee tea CLEARANCE SALE HALF EXTRA LARGE Elephant Credit "
            + "Collect Fee Free Gift Luft Lift £ € Cents Euro Effects Feet fl ft Eggs Chef Code Gold Green Edition LED ECO EEC CE BEE FEE LEGS fifteen litre").split(" ");
    /** What stands where a currency may. */
    private static final String[] BESIDE_FIGURES = {"", "", "$", "¥", "¢", "#", "E", "C", "L", "f", "F", "&", "Y", "S", "%", "%", "%", "°", "*", "g", "kg", "ml", "p", "c", "x",
        "/", "+", "-", "(", "@", "A", "B", "No"};
    private static final String SYMBOLS = "\u2190\u2192\u2191\u2193\u2022\u2605\u2606\u2713\u2717\u00a9\u00ae\u2122\u00b0\u00a7\u00b6\u2020\u221e\u2248\u2260\u00b1\u00f7\u00d7\u221a\u2211"
            + "\u03a9\u03b1\u03b2\u03b3\u03b4\u03bb\u03bc\u03c0\u03c3\u03c6\u03c8\u03be\u0416\u0414\u042f\u0411\u0424\u042d\u0404\u25a0\u25a1\u25b2\u25b6\u25cb\u25cf\u25c6\u2660\u2663\u2665\u266a\u2600\u260e\u2709\u2714\u2716"
            + "\u00c6\u00d8\u00de\u00df\u0141\u0110\u0126\u00e6\u00f8\u2208\u2282\u2264\u2265\u20a9\u20bd\u20b9{}[]<>|~^";
    private static final double PENALTY = 1e-3;
    private static final int NONE = -1;
    private static final int EDGE_OF = 10;

    private final Random random = new Random(11);
    private final List<Font> fonts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * One step of a line.
     *
     * @param row    its features, and a 1
     * @param others the logarithm of what all classes of the network sum up to
     * @param sign   which sign is there, or whose edge, which may be seen as that sign or as nothing
     * @param judges whether nothing is learned from it
     */
    private record Step(float[] row, double others, int sign, boolean judges) {
    }

    private SignTraining() {
        for (Font font : GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts()) {
            if (font.canDisplayUpTo(ALL) < 0) {
                fonts.add(font);
            }
        }
    }

    /** @param arguments how many lines, and the file to write */
    public static void main(String[] arguments) throws Exception {
        SignTraining training = new SignTraining();
        System.out.println(training.fonts.size() + " typefaces");
        try (Network network = RecognitionFeatures.network(2)) {
            for (int i = Integer.parseInt(arguments[0]); i > 0; i--) {
                training.draw(network);
            }
        }
        System.out.println(training.steps.size() + " steps");
        StringBuilder resource = new StringBuilder();
        for (int sign = 0; sign < SIGNS.length(); sign++) {
            double[] weights = training.fit(sign);
            resource.append(SIGNS.charAt(sign));
            for (double weight : weights) {
                resource.append(String.format(Locale.ROOT, " %.4g", weight));
            }
            resource.append('\n');
            training.judge(sign, weights);
        }
        Files.writeString(Path.of(arguments[1]), resource);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private String amount() {
        String[] stops = {".", ",", "", " "};
        int whole = random.nextInt(4) == 0 ? random.nextInt(1000) : random.nextInt(30);
        String stop = stops[random.nextInt(10) < 6 ? 0 : random.nextInt(4)];
        return stop.isBlank() ? whole + "" : whole + stop + String.format("%02d", random.nextInt(100));
    }

    private String text() {
        String sign = random.nextInt(3) == 0 ? BESIDE_FIGURES[random.nextInt(BESIDE_FIGURES.length)] : String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length())));
        String price = switch (random.nextInt(4)) {
            case 0 -> amount() + (random.nextBoolean() ? " " : "") + sign;
            case 1 -> sign + " " + amount();
            default -> sign + amount();
        };
        if (random.nextInt(5) == 0) {
            // what the network has no class for, either, and is no currency
            String symbol = String.valueOf(SYMBOLS.charAt(random.nextInt(SYMBOLS.length())));
            String rest = random.nextBoolean() ? word() + " " + word() : amount();
            return random.nextBoolean() ? symbol + (random.nextBoolean() ? " " : "") + rest : rest + " " + symbol;
        }
        return switch (random.nextInt(6)) {
            case 0 -> word() + " " + price;
            case 1 -> price + " " + word();
            case 2 -> word() + " " + word() + " " + amount() + random.nextInt(100);
            default -> price;
        };
    }

    private Color color() {
        return Color.getHSBColor(random.nextFloat(), random.nextFloat() * random.nextFloat(), random.nextFloat());
    }

    private static double brightness(Color color) {
        return (.3 * color.getRed() + .59 * color.getGreen() + .11 * color.getBlue()) / 255;
    }

    /** One line, as a photo has it, and what the network makes of its steps. */
    private void draw(Network network) {
        Font family = fonts.get(random.nextInt(fonts.size()));
        String text = text();
        double height = between(14, 60);
        boolean isKnown = family.canDisplayUpTo(text) < 0;
        Font font = (isKnown ? family : new Font(Font.DIALOG, random.nextInt(4), 1)).deriveFont((float) (height * 1.3));
        GlyphVector glyphs = font.createGlyphVector(new FontRenderContext(null, true, true), text);
        Rectangle2D ink = glyphs.getVisualBounds();
        int border = (int) height;
        int width = (int) ink.getWidth() + 2 * border;
        int tall = (int) ink.getHeight() + 2 * border;
        if (ink.getWidth() < 5 || glyphs.getNumGlyphs() != text.length()) {
            return;
        }
        Color ground = color();
        Color lettering = color();
        while (Math.abs(brightness(ground) - brightness(lettering)) < .25) {
            ground = color();
            lettering = color();
        }
        BufferedImage image = new BufferedImage(width, tall, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(ground);
        graphics.fillRect(0, 0, width, tall);
        graphics.setColor(lettering);
        double angle = random.nextGaussian() * .03;
        AffineTransform place = AffineTransform.getRotateInstance(angle, width / 2.0, tall / 2.0);
        place.translate(border - ink.getX(), border - ink.getY());
        graphics.fill(place.createTransformedShape(glyphs.getOutline()));
        if (random.nextInt(4) == 0) {
            scrawl(graphics, border, tall, random.nextBoolean() ? 0 : width - border);
        }
        graphics.dispose();
        photographed(image);

        double above = between(.05, .4) * ink.getHeight();
        double below = between(.05, .4) * ink.getHeight();
        double before = between(0, random.nextInt(4) == 0 ? 1 : .35) * ink.getHeight();
        double after = between(0, random.nextInt(4) == 0 ? 1 : .35) * ink.getHeight();
        float middle = (float) (border + (ink.getHeight() + below - above) / 2);
        float half = (float) ((ink.getHeight() + above + below) / 2);
        float[] x = {(float) (border - before), (float) (border + ink.getWidth() + after)};
        TextArea area = new TextArea(x, new float[] {middle, middle}, new float[] {0, 0}, new float[] {half, half}, 1);
        Strip strip = new Strip(area, random.nextInt(4) == 0 ? 1.25 : 1);
        int columns = strip.width();
        int count = columns / Strip.STEP;
        FloatBuffer planes = floats(3 * Strip.HEIGHT * columns);
        strip.into(new Pyramid(new Pixels(width, tall, ((DataBufferByte) image.getRaster().getDataBuffer()).getData())), planes);
        int size = FEATURES + RecognitionFeatures.CLASSES;
        FloatBuffer out = floats(count * size);
        network.run(planes, new long[] {1, 3, Strip.HEIGHT, columns}, out, new long[] {1, count, size});
        boolean judges = Math.floorMod(family.getFamily(Locale.ROOT).hashCode(), 5) == 0;
        double perStep = (x[1] - x[0]) / strip.length();
        for (int step = 0; step < count; step++) {
            double at = x[0] + (step + .5) * perStep - border + ink.getX();
            int sign = NONE;
            for (int i = 0; i < text.length(); i++) {
                if (SIGNS.indexOf(text.charAt(i)) >= 0) {
                    Rectangle2D glyph = glyphs.getGlyphVisualBounds(i).getBounds2D();
                    double off = Math.abs(at - glyph.getCenterX());
                    if (off < Math.max(perStep / 2, .2 * glyph.getWidth())) {
                        sign = SIGNS.indexOf(text.charAt(i));
                    } else if (off < glyph.getWidth() * .7 + perStep) {
                        sign = EDGE_OF + SIGNS.indexOf(text.charAt(i));
                    }
                }
            }
            float[] row = new float[FEATURES + 1];
            out.get(step * size, row, 0, FEATURES);
            row[FEATURES] = 1;
            float[] logits = new float[RecognitionFeatures.CLASSES];
            out.get(step * size + FEATURES, logits);
            double most = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElseThrow();
            double sum = IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - most)).sum();
            steps.add(new Step(row, most + Math.log(sum), sign, judges));
        }
    }

    /** Something beside the line, as logos, edges and hands are. */
    private void scrawl(Graphics2D graphics, int size, int tall, int left) {
        graphics.setStroke(new BasicStroke((float) between(1, .2 * size)));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int x = left + random.nextInt(size);
            int y = (tall - size) / 2 + random.nextInt(size);
            int wide = size / 4 + random.nextInt(size);
            int high = size / 4 + random.nextInt(size);
            switch (random.nextInt(4)) {
                case 0 -> graphics.fillOval(x - wide / 2, y - high / 2, wide, high);
                case 1 -> graphics.drawOval(x - wide / 2, y - high / 2, wide, high);
                case 2 -> graphics.drawArc(x - wide / 2, y - high / 2, wide, high, random.nextInt(360), 60 + random.nextInt(240));
                default -> graphics.drawLine(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2);
            }
        }
    }

    /** Blurred, unevenly lit and noisy. */
    private void photographed(BufferedImage image) {
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        if (random.nextBoolean()) {
            int side = 3 + 2 * random.nextInt(2);
            float[] kernel = new float[side * side];
            Arrays.fill(kernel, 1f / kernel.length);
            BufferedImage blurred = new ConvolveOp(new Kernel(side, side, kernel), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
            System.arraycopy(((DataBufferByte) blurred.getRaster().getDataBuffer()).getData(), 0, bgr, 0, bgr.length);
        }
        double noise = Math.abs(random.nextGaussian()) * 8;
        double slope = random.nextGaussian() * .2;
        int row = 3 * image.getWidth();
        for (int i = 0; i < bgr.length; i++) {
            double light = 1 + slope * ((double) (i % row) / row - .5);
            bgr[i] = (byte) Math.max(0, Math.min(255, (bgr[i] & 255) * light + noise * random.nextGaussian()));
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** By Newton's method; what the other classes sum up to is a constant in it. */
    private double[] fit(int sign) {
        int n = FEATURES + 1;
        double[] weights = new double[n];
        for (int round = 0; round < 12; round++) {
            double[][] system = new double[n][n + 1];
            double loss = 0;
            int count = 0;
            for (Step step : steps) {
                if (step.judges || step.sign == EDGE_OF + sign) {
                    continue;
                }
                count++;
                float[] row = step.row;
                double p = 1 / (1 + Math.exp(step.others - dot(weights, row)));
                double target = step.sign == sign ? 1 : 0;
                double curvature = Math.max(1e-5, p * (1 - p));
                loss -= Math.log(Math.max(1e-12, target == 1 ? p : 1 - p));
                for (int i = 0; i < n; i++) {
                    double scaled = curvature * row[i];
                    for (int j = i; j < n; j++) {
                        system[i][j] += scaled * row[j];
                    }
                    system[i][n] += (target - p) * row[i];
                }
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    system[i][j] = system[j][i];
                }
                system[i][i] += PENALTY * count / n;
                system[i][n] -= PENALTY * count / n * weights[i];
            }
            double[] change = solved(system);
            double longest = Arrays.stream(change).map(Math::abs).max().orElseThrow();
            double part = Math.min(1, 2 / longest);
            for (int i = 0; i < n; i++) {
                weights[i] += part * change[i];
            }
            System.out.printf(Locale.ROOT, "%c round %d loss %.5f longest change %.3f%n", SIGNS.charAt(sign), round, loss / count, longest);
        }
        return weights;
    }

    private static double dot(double[] weights, float[] row) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += weights[i] * row[i];
        }
        return sum;
    }

    /** By Gauss and Jordan; the system is positive definite. */
    private static double[] solved(double[][] system) {
        int n = system.length;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                if (k != i) {
                    double factor = system[k][i] / system[i][i];
                    for (int j = i; j <= n; j++) {
                        system[k][j] -= factor * system[i][j];
                    }
                }
            }
        }
        return IntStream.range(0, n).mapToDouble(i -> system[i][n] / system[i][i]).toArray();
    }

    private void judge(int sign, double[] weights) {
        int[][] counts = new int[2][4];
        for (Step step : steps) {
            if (step.sign == EDGE_OF + sign) {
                continue;
            }
            boolean isOne = step.sign == sign;
            boolean said = dot(weights, step.row) > step.others;
            counts[step.judges ? 1 : 0][(isOne ? 2 : 0) + (said ? 1 : 0)]++;
        }
        for (int[] count : counts) {
            System.out.printf(Locale.ROOT, "%c in steps of %s typefaces: seen %d, missed %d, seen where there is none %d of %d%n", SIGNS.charAt(sign),
                    count == counts[0] ? "known" : "other", count[3], count[2], count[1], count[0] + count[1]);
        }
    }
}
