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

    /** Blank and space. */
    private static final int OTHER_CLASSES = 2;

    /** What single precision leaves of 1 is no smaller. */
    private static final float LEAST_OF_OTHERS = 1e-6f;

    private final int[] classes;
    private final char[] characters;
    private final String learned;

    private Alphabet(String[] network, String learned, boolean english) {
        this.learned = learned;
        List<Integer> kept = new ArrayList<>(List.of(0));
        StringBuilder written = new StringBuilder("\0");
        for (int i = 0; i < network.length; i++) {
            char folded = network[i].length() == 1 ? folded(network[i].charAt(0)) : 0;
            if (!english || folded > ' ' && folded < 0x7f || BEYOND_ASCII.indexOf(folded) >= 0) {
                kept.add(i + 1);
                written.append(folded);
            }
        }
        for (int i = 0; i < learned.length(); i++) {
            kept.add(network.length + OTHER_CLASSES + i);
            written.append(learned.charAt(i));
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
     * @param learned the characters of the classes behind that; may be empty
     */
    public static Alphabet english(String[] network, String learned) {
        return new Alphabet(network, learned, true);
    }

    /** All that the network knows, and what it has learned. */
    public static Alphabet whole(String[] network, String learned) {
        return new Alphabet(network, learned, false);
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

    /** Whether a character is one of the classes that the network was not taught. */
    boolean isLearned(char character) {
        return learned.indexOf(character) >= 0;
    }

    /**
     * Makes the learned ones of a step impossible, and all others as likely as they are without them.
     *
     * @param from where the step begins
     * @return how likely the learned ones were
     */
    float hideLearned(float[] probability, int from) {
        int space = classes.length - 1;
        float others = 1;
        for (int i = space - learned.length(); i < space; i++) {
            others -= probability[from + i];
            probability[from + i] = 0;
        }
        for (int i = 0; i < classes.length; i++) {
            probability[from + i] /= Math.max(LEAST_OF_OTHERS, others);
        }
        return 1 - others;
    }

    int size() {
        return classes.length;
    }

    /** What the {@code i}-th of {@link #classes()} is written as. */
    char character(int i) {
        return characters[i];
    }
}
