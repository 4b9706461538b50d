package io.labelrecognition.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well one or more texts agree with the truth.
 *
 * @param found      words read that stand there
 * @param invented   words read that do not
 * @param missed     words that stand there and were not read
 * @param edits      characters to insert, delete or exchange
 * @param characters characters that stand there
 */
record Score(int found, int invented, int missed, int edits, int characters) {
    static final Score NONE = new Score(0, 0, 0, 0, 0);

    Score plus(Score other) {
        return new Score(found + other.found, invented + other.invented, missed + other.missed, edits + other.edits,
                characters + other.characters);
    }

    double recall() {
        return found == 0 ? 0 : (double) found / (found + missed);
    }

    double precision() {
        return found == 0 ? 0 : (double) found / (found + invented);
    }

    double f1() {
        return found == 0 ? 0 : 2.0 * found / (2 * found + invented + missed);
    }

    double characterErrorRate() {
        return characters == 0 ? 0 : (double) edits / characters;
    }

    static Score of(Truth truth, String text) {
        List<String> read = Truth.words(text);
        // in the order read: excuses go to the first words that they fit
        Map<String, Integer> left = new LinkedHashMap<>();
        read.forEach(word -> left.merge(word, 1, Integer::sum));
        int found = 0;
        // a word with one way of reading it takes its match before one that may have another
        for (Truth.Word word : truth.words().stream().sorted(Comparator.comparingInt(it -> it.ways().size())).toList()) {
            found += word.ways().stream().anyMatch(way -> take(way, left)) ? 1 : 0;
        }
        Map<String, Integer> excused = excuse(truth, left);
        int invented = left.values().stream().mapToInt(Integer::intValue).sum();
        List<String> counted = new ArrayList<>();
        for (String word : read) {
            if (excused.getOrDefault(word, 0) > 0) {
                excused.merge(word, -1, Integer::sum);
            } else {
                counted.add(word);
            }
        }
        String printed = String.join(" ", truth.words().stream().map(word -> String.join(" ", Truth.words(word.printed()))).toList());
        return new Score(found, invented, truth.words().size() - found, distance(printed, String.join(" ", counted)), printed.length());
    }

    private static boolean take(List<String> way, Map<String, Integer> left) {
        Map<String, Integer> wanted = new HashMap<>();
        way.forEach(word -> wanted.merge(word, 1, Integer::sum));
        if (wanted.entrySet().stream().allMatch(word -> left.getOrDefault(word.getKey(), 0) >= word.getValue())) {
            wanted.forEach((word, count) -> left.merge(word, -count, Integer::sum));
            return true;
        }
        return false;
    }

    /** Takes the words that count neither way out of those left, and returns them. */
    private static Map<String, Integer> excuse(Truth truth, Map<String, Integer> left) {
        Map<String, Integer> excused = new HashMap<>();
        truth.excused().forEach(word -> move(word, left.getOrDefault(word, 0), left, excused));
        for (Truth.Excuse excuse : truth.patterns()) {
            int most = excuse.most();
            for (String word : List.copyOf(left.keySet())) {
                if (excuse.pattern().matcher(word).matches()) {
                    int count = Math.min(most, left.get(word));
                    move(word, count, left, excused);
                    most -= count;
                }
            }
        }
        return excused;
    }

    private static void move(String word, int count, Map<String, Integer> from, Map<String, Integer> to) {
        if (count > 0) {
            from.merge(word, -count, Integer::sum);
            to.merge(word, count, Integer::sum);
        }
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(row[j - 1], before[j]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }
}
