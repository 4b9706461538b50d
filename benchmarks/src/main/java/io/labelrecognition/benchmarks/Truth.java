package io.labelrecognition.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands on a photo, from {@code NAME.ann} or, without alternatives, {@code NAME.txt}. Words are compared without case, accents and punctuation.
 *
 * <p>In an {@code .ann} file a token between white space is a word that must be read, or
 * <ul>
 * <li>{@code a|b}: any of these;
 * <li>{@code #a_b-c}: the pieces, joined or apart in any grouping;
 * <li>{@code ~word}: may be read or not, and counts neither way;
 * <li>{@code ~/regex/n}: up to n (or any number of) further words like this count neither way.
 * </ul>
 *
 * @param words   the words to read
 * @param excused single words that count neither way
 * @param patterns further words that count neither way
 */
record Truth(List<Word> words, Set<String> excused, List<Excuse> patterns) {

    /** A word to read: each way of reading it is a list of words; as it is printed, for the character error rate. */
    record Word(List<List<String>> ways, String printed) {
    }

    record Excuse(Pattern pattern, int most) {
    }

    static Truth of(Path photo) throws IOException {
        String name = photo.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path annotated = photo.resolveSibling(name + ".ann");
        if (Files.exists(annotated)) {
            return parse(Files.readString(annotated));
        }
        for (String plain : List.of(name + ".txt", photo.getFileName() + ".txt")) {
            if (Files.exists(photo.resolveSibling(plain))) {
                String text = Files.readString(photo.resolveSibling(plain));
                return new Truth(words(text).stream().map(word -> new Word(List.of(List.of(word)), word)).toList(), Set.of(), List.of());
            }
        }
        return null;
    }

    private static Truth parse(String annotation) {
        List<Word> words = new ArrayList<>();
        Set<String> excused = new LinkedHashSet<>();
        List<Excuse> patterns = new ArrayList<>();
        for (String token : annotation.split("\\s+")) {
            if (token.startsWith("~/")) {
                int end = token.lastIndexOf('/');
                String most = token.substring(end + 1);
                patterns.add(new Excuse(Pattern.compile(token.substring(2, end), Pattern.CASE_INSENSITIVE),
                        most.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(most)));
            } else if (token.startsWith("~")) {
                excused.add(plain(token.substring(1)));
            } else if (token.startsWith("#") && !plain(token).isEmpty()) {
                words.add(new Word(groupings(token.substring(1)), token.substring(1).replace('_', ' ')));
            } else {
                List<List<String>> ways = Arrays.stream(token.split("\\|")).map(Truth::plain).filter(word -> !word.isEmpty())
                        .map(List::of).toList();
                if (!ways.isEmpty()) {
                    words.add(new Word(ways, token.split("\\|")[0]));
                }
            }
        }
        return new Truth(words, excused, patterns);
    }

    /** All ways to join neighbouring pieces; a lone first or last digit, as below a bar code, may be missing. */
    private static List<List<String>> groupings(String token) {
        List<String> pieces = Arrays.stream(token.split("[_-]")).map(Truth::plain).filter(piece -> !piece.isEmpty()).toList();
        Set<List<String>> ways = new LinkedHashSet<>(joined(pieces));
        int last = pieces.size() - 1;
        if (pieces.size() >= 3) {
            boolean loneFirst = pieces.get(0).length() == 1;
            boolean loneLast = pieces.get(last).length() == 1;
            if (loneFirst) {
                ways.addAll(joined(pieces.subList(1, last + 1)));
            }
            if (loneLast) {
                ways.addAll(joined(pieces.subList(0, last)));
            }
            if (loneFirst && loneLast && pieces.size() >= 4) {
                ways.addAll(joined(pieces.subList(1, last)));
            }
        }
        return List.copyOf(ways);
    }

    private static List<List<String>> joined(List<String> pieces) {
        List<List<String>> ways = new ArrayList<>();
        for (int cuts = 0; cuts < 1 << pieces.size() - 1; cuts++) {
            List<String> way = new ArrayList<>(List.of(pieces.get(0)));
            for (int i = 1; i < pieces.size(); i++) {
                if ((cuts >> i - 1 & 1) == 1) {
                    way.add(pieces.get(i));
                } else {
                    way.set(way.size() - 1, way.get(way.size() - 1) + pieces.get(i));
                }
            }
            ways.add(way);
        }
        return ways;
    }

    static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).map(Truth::plain).filter(word -> !word.isEmpty()).toList();
    }

    /** Lower case letters and digits alone; letters with a stroke, and ligatures, as they are typed without. */
    private static String plain(String word) {
        String typed = word.replaceAll("[øØ]", "o").replaceAll("[æÆ]", "ae").replace("ß", "ss").replace("ł", "l").replace("đ", "d")
                .replace("œ", "oe").replace("℮", "e");
        return Normalizer.normalize(typed, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
