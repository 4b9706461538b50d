package io.labelrecognition.examples;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What stands on labels: words of the trade and names that no dictionary has, codes, dates and prices. */
final class Wording {
    private static final List<String> AMOUNTS = List.of("500 ml", "per lb", "12 oz", "250 g", "each", "2 for 1", "1.5 L", "per kg", "6 pack", "16 fl oz");

    private static final List<String> WORDS = List.of("Organic", "Butter", "Lemon", "Harbour", "Station", "Closed", "Bakery", "Garden", "Whole", "Milk",
            "Coffee", "Market", "Street", "Avenue", "Private", "Parking", "Kitchen", "Library", "Museum", "Entrance", "Pepper", "Honey", "Almond",
            "Chocolate", "Biscuits", "Vinegar", "Orange", "Apple", "Cheddar", "Yogurt", "Salted", "Roasted", "Original", "Classic", "Fresh", "Natural",
            "Premium", "Limited", "Special", "Offer", "Northern", "Bridge", "Castle", "Meadow", "River", "Chapel", "Quarry", "Weight", "Storage",
            "Warning", "Danger", "Electric", "Platform", "Tickets", "Reception", "Gallery", "Pharmacy", "Hotel", "Tobacco", "Flowers", "Zucchini", "Jam",
            "Quality", "Since", "Sugar", "Free", "Range", "Eggs", "Wild", "Rice", "Black", "Green", "Tea", "Old", "Mill", "Road", "Exit", "No", "Entry");
    private static final List<String> SYLLABLES = List.of("ba", "ke", "lo", "mi", "tu", "ran", "vel", "dor", "quin", "sha", "zel", "fro", "gan", "hix", "pol",
            "wen", "ya", "cor", "nes", "tri");
    private static final List<String> SENTENCES = List.of("keep out of reach of children", "store in a cool dry place", "please close the gate",
            "best before see lid", "shake well before opening", "no dogs except guide dogs", "push bar to open", "mind the step", "do not lean on the glass",
            "may contain traces of nuts", "open seven days a week", "made with real fruit", "thank you for not smoking", "wash separately at low heat");

    private Wording() {
    }

    static Typeface typeface(Random random) {
        return Typeface.values()[random.nextInt(Typeface.values().length)];
    }

    /** Words of the trade, now and then a name among them, in one of three cases. */
    static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(random.nextInt(4) == 0 ? name(random) : one(WORDS, random));
        }
        return random.nextInt(5) < 2 ? words.toString().toUpperCase(Locale.ROOT) : words.toString();
    }

    /** One line of a label. */
    static String line(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> sentence(random);
            case 1 -> String.format(Locale.ROOT, "%s-%04d", code(random, 2), random.nextInt(10000));
            case 2 -> String.format(Locale.ROOT, "%s %02d/%02d/20%02d", random.nextBoolean() ? "BB" : "EXP", 1 + random.nextInt(28), 1 + random.nextInt(12),
                    20 + random.nextInt(15));
            case 3 -> "$" + price(random) + " " + amount(random);
            default -> words(random, 1 + random.nextInt(3));
        };
    }

    /** How much of it there is, or that a price is for. */
    static String amount(Random random) {
        return one(AMOUNTS, random);
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** Of an EAN-13 bar code, its check digit last. */
    static String barCode(Random random) {
        StringBuilder number = new StringBuilder();
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            int digit = random.nextInt(10);
            number.append(digit);
            sum += (i % 2 == 0 ? 1 : 3) * digit;
        }
        return number.append(Math.floorMod(-sum, 10)).toString();
    }

    static String price(Random random) {
        return String.format(Locale.ROOT, "%d.%02d", 1 + random.nextInt(random.nextBoolean() ? 9 : 99), random.nextInt(100));
    }

    private static String sentence(Random random) {
        String sentence = one(SENTENCES, random);
        return random.nextBoolean() ? sentence.toUpperCase(Locale.ROOT) : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            name.append(one(SYLLABLES, random));
        }
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String code(Random random, int letters) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            code.append((char) ('A' + random.nextInt(26)));
        }
        return code.toString();
    }
}
