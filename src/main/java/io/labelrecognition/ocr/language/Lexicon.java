package io.labelrecognition.ocr.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import morfologik.fsa.FSA;
import morfologik.fsa.FSATraversal;
import morfologik.fsa.MatchResult;

/**
 * English words, and how common each is: LanguageTool's American and British word lists ({@code org.languagetool:english-pos-dict}),
 * which are automata that {@code org.carrot2:morfologik-stemming} walks.
 *
 * <p>Threads may share a lexicon.
 */
public final class Lexicon {
    /** The frequency of what is no word. */
    public static final int UNKNOWN = -1;

    private static final String FOLDER = "org/languagetool/resource/en/hunspell/";
    /** Of a frequency of 0. */
    private static final char RAREST = 'A';

    private final List<WordList> lists;

    /** @param separator what stands between a word and its frequency */
    private record WordList(FSA words, char separator) {

        private int frequency(String word) {
            byte[] key = (word + separator).getBytes(StandardCharsets.UTF_8);
            MatchResult match = new FSATraversal(words).match(key, words.getRootNode());
            return match.kind == MatchResult.SEQUENCE_IS_A_PREFIX ? words.getArcLabel(words.getFirstArc(match.node)) - RAREST : UNKNOWN;
        }
    }

    private Lexicon(List<WordList> lists) {
        this.lists = lists;
    }

    /** The words of English, some 1.4 MB; none where the word lists are not on the class path, and then no word is known. */
    public static Lexicon english() {
        List<WordList> lists = new ArrayList<>();
        load("en_US.dict", '+', lists);
        load("en_GB.dict", '_', lists);
        return new Lexicon(List.copyOf(lists));
    }

    /** No words at all. */
    public static Lexicon none() {
        return new Lexicon(List.of());
    }

    private static void load(String name, char separator, List<WordList> lists) {
        URL url = Lexicon.class.getClassLoader().getResource(FOLDER + name);
        if (url == null) {
            return;
        }
        try {
            URLConnection connection = url.openConnection();
            // a cached connection would keep the jar open after the class loader of a host is gone
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                lists.add(new WordList(FSA.read(in), separator));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    public boolean isEmpty() {
        return lists.isEmpty();
    }

    /**
     * How common a word is, in whatever case it is printed: 0 is rare, 22 as common as "the".
     *
     * @return {@link #UNKNOWN} for what is no word
     */
    public int frequency(String word) {
        if (word.isEmpty()) {
            return UNKNOWN;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        String capitalized = word.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
        int most = UNKNOWN;
        for (WordList list : lists) {
            most = Math.max(most, list.frequency(word));
            most = lower.equals(word) ? most : Math.max(most, list.frequency(lower));
            // a name is printed in capitals, too; in lower case it is none
            most = lower.equals(word) || capitalized.equals(word) ? most : Math.max(most, list.frequency(capitalized));
        }
        return most;
    }
}
