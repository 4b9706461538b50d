package io.labelrecognition.ocr.recognition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The number below a bar code. The long bars that stand between its groups of digits are read as strokes, and as digits; that they are none shows
 * by where they stand, by how well they are seen, and by the number's check digit (GS1 General Specifications, section 7.9).
 */
final class BarCode {
    private static final String BARS = "1lI|\"'!";
    private static final Pattern NUMBER = Pattern.compile("(?<!\\S)[\\d" + BARS + "]+( [\\d" + BARS + "]+)*(?!\\S)");
    /** EAN-13, the same where its first digit is an area of its own, UPC-A, EAN-8, and UPC-A without its first and last digit. */
    private static final List<Groups> GROUPS = List.of(new Groups(List.of(0, 1, 7, 13), true), new Groups(List.of(0, 6, 12), false),
            new Groups(List.of(0, 1, 6, 11, 12), true), new Groups(List.of(0, 4, 8), true),
            new Groups(List.of(0, 5, 10), false));
    /** What is seen so well is a digit. */
    private static final float PLAIN = .98f;

    private BarCode() {
    }

    /**
     * A line whose numbers of bar codes are without bars, their groups apart.
     *
     * @param glyphs with null for a space
     */
    static List<Glyph> withoutBars(List<Glyph> glyphs) {
        List<Glyph> without = new ArrayList<>();
        int end = 0;
        for (MatchResult number : NUMBER.matcher(CtcDecoder.text(glyphs)).results().toList()) {
            List<Glyph> read = glyphs.subList(number.start(), number.end());
            without.addAll(glyphs.subList(end, number.start()));
            without.addAll(GROUPS.stream().map(groups -> groups.of(read)).filter(digits -> !digits.isEmpty()).findFirst().orElse(read));
            end = number.end();
        }
        without.addAll(glyphs.subList(end, glyphs.size()));
        return without;
    }

    /**
     * @param ends    how many digits stand before the first group, and up to the end of each
     * @param checked whether the last digit checks the others
     */
    private record Groups(List<Integer> ends, boolean checked) {

        /** The digits in these groups; none where others stand there, or nothing stands between them. */
        List<Glyph> of(List<Glyph> read) {
            List<Glyph> digits = new ArrayList<>(read.stream().filter(glyph -> glyph != null && Character.isDigit(glyph.character())).toList());
            int count = ends.get(ends.size() - 1);
            if (digits.size() < count) {
                return List.of();
            }
            // a bar is seen worse than any digit
            List<Glyph> bars = digits.stream().sorted(Comparator.comparingDouble(Glyph::probability)).limit(digits.size() - count).toList();
            digits.removeAll(bars);
            boolean areBars = bars.stream().allMatch(bar -> bar.character() == '1' && bar.probability() < PLAIN);
            return areBars && stand(read, digits) && (!checked || isChecked(digits)) ? apart(digits) : List.of();
        }

        /** Whether all that is no digit stands where a group ends, some of it between two groups, and some of it is no space. */
        private boolean stand(List<Glyph> read, List<Glyph> digits) {
            int before = 0;
            boolean isBetween = false;
            for (Glyph glyph : read) {
                if (before < digits.size() && glyph == digits.get(before)) {
                    before++;
                } else if (!ends.contains(before)) {
                    return false;
                } else {
                    isBetween |= before > 0 && before < digits.size();
                }
            }
            return isBetween && read.stream().filter(Objects::nonNull).count() > digits.size();
        }

        private List<Glyph> apart(List<Glyph> digits) {
            List<Glyph> apart = new ArrayList<>();
            for (int i = 0; i < digits.size(); i++) {
                if (i > 0 && ends.contains(i)) {
                    apart.add(null);
                }
                apart.add(digits.get(i));
            }
            return apart;
        }
    }

    private static boolean isChecked(List<Glyph> digits) {
        int sum = 0;
        for (int i = 0; i < digits.size(); i++) {
            sum += ((digits.size() - i) % 2 == 0 ? 3 : 1) * Character.digit(digits.get(i).character(), 10);
        }
        return sum % 10 == 0;
    }
}
