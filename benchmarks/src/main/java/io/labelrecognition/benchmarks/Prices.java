package io.labelrecognition.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Prints in how many of the machine's typefaces a price is read with its currency, letter for letter but for spaces; what is in brackets stands small and high. */
public final class Prices {
    private static final List<String> PRICES = List.of("€3.20", "€ 3.20", "3.20 €", "3,20€", "£3.20", "[€]3.20", "3.20[€]", "[£]3.20", "[$]3.20", "only €4.99 each", "1.99 €/kg", "$3.20", "¥320", "70%");

    private Prices() {
    }

    public static void main(String[] args) throws Exception {
        List<Font> fonts = Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames()).map(family -> new Font(family, Font.PLAIN, 1))
                .filter(font -> PRICES.stream().allMatch(price -> font.canDisplayUpTo(plain(price)) < 0)).toList();
        Map<String, Contender> contenders = new LinkedHashMap<>();
        for (String name : List.of("ours", "rapidocr-java")) {
            contenders.put(name, Contender.named(name));
        }
        // RapidOcr-Java prints as it goes
        StringBuilder table = new StringBuilder(String.format("%d typefaces%n%n| price | %s |%n|---|---|---|%n", fonts.size(), String.join(" | ", contenders.keySet())));
        Path photo = Files.createTempFile("price", ".png");
        try {
            for (String price : PRICES) {
                int[] read = new int[contenders.size()];
                for (Font font : fonts) {
                    ImageIO.write(drawn(price, font), "png", photo.toFile());
                    int i = 0;
                    for (Contender contender : contenders.values()) {
                        String text = contender.read(photo);
                        read[i++] += text != null && text.replaceAll("\\s", "").equalsIgnoreCase(plain(price).replace(" ", "")) ? 1 : 0;
                    }
                }
                table.append(String.format("| %s | %d | %d |%n", price, read[0], read[1]));
            }
        } finally {
            Files.delete(photo);
        }
        System.out.print(table);
        System.exit(0);
    }

    private static String plain(String price) {
        return price.replaceAll("[\\[\\]]", "");
    }

    private static BufferedImage drawn(String price, Font font) {
        BufferedImage image = new BufferedImage(640, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(new Color(250, 240, 200));
        pen.fillRect(0, 0, 640, 240);
        pen.setColor(new Color(60, 20, 20));
        Font large = font.deriveFont(price.length() > 8 ? 50f : 90f);
        int x = 60;
        boolean isSmall = price.startsWith("[");
        for (String part : price.replaceFirst("^\\[", "").split("[\\[\\]]")) {
            pen.setFont(isSmall ? font.deriveFont(36f) : large);
            pen.drawString(part, x, isSmall ? 112 : 150);
            x += pen.getFontMetrics().stringWidth(part) + 5;
            isSmall = !isSmall;
        }
        pen.dispose();
        return image;
    }
}
