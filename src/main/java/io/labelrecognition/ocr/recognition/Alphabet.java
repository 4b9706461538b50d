package io.labelrecognition.ocr.recognition;

import java.util.ArrayList;
import java.util.List;

/**
 * The characters that English labels bear, as classes of a recognition network that knows thousands more. What the network
 * takes for another script on such a label is a misreading; the best class among these is the better guess.
 */
public final class Alphabet {
    /** Besides ASCII: currencies, degrees, marks, dashes, quotes, and the letters of words that English has borrowed. */
    private static final String BEYOND_ASCII = "£€¥¢°©®™×÷±²§•·…–—‘’“”éèäöüóíáàúÉÜÓ";
    /** How an exotic form is written on a label, at the same place in the line below. */
    private static final String FORMS = "￡￥￠′″";
    private static final String PLAIN = "£¥¢'\"";

    private final int[] classes;
    private final char[] characters;

    private Alphabet(String[] network, boolean english) {
        List<Integer> kept = new ArrayList<>(List.of(0));
        StringBuilder written = new StringBuilder("\0");
        for (int i = 0; i < network.length; i++) {
            char folded = network[i].length() == 1 ? folded(network[i].charAt(0)) : 0;
            if (!english || folded > ' ' && folded < 0x7f || BEYOND_ASCII.indexOf(folded) >= 0) {
                kept.add(i + 1);
                written.append(folded);
            }
        }
        kept.add(network.length + 1);
        written.append(' ');
        classes = kept.stream().mapToInt(Integer::intValue).toArray();
        characters = written.toString().toCharArray();
    }

    /**
     * What English labels bear.
     *
     * @param network the characters of the network's classes 1 and up; 0 is blank, the class after the last one is the space
     */
    public static Alphabet english(String[] network) {
        return new Alphabet(network, true);
    }

    /** All that the network knows. */
    public static Alphabet whole(String[] network) {
        return new Alphabet(network, false);
    }

    /** Full-width forms (Unicode block FF00) as the ASCII that they repeat. */
    private static char folded(char c) {
        if (FORMS.indexOf(c) >= 0) {
            return PLAIN.charAt(FORMS.indexOf(c));
        }
        return c >= 0xff01 && c <= 0xff5e ? (char) (c - 0xfee0) : c;
    }

    /** The network's classes, blank first and the space last. */
    public int[] classes() {
        return classes.clone();
    }

    int size() {
        return classes.length;
    }

    /** What the {@code i}-th of {@link #classes()} is written as. */
    char character(int i) {
        return characters[i];
    }
}
