package io.labelrecognition.ocr.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {
    private final Lexicon english = Lexicon.english();

    @ParameterizedTest
    @ValueSource(strings = {"volume", "Volume", "VOLUME", "colour", "color", "centre", "center", "London", "LONDON", "don't"})
    void wordsOfEitherEnglishAreKnownInTheCasesTheyArePrintedIn(String word) {
        assertTrue(english.frequency(word) >= 0, word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yourvolume", "Cookle", "london", "volum", "volume+", "volume_N", "Größe", "\0"})
    void nothingElseIs(String word) {
        assertEquals(Lexicon.UNKNOWN, english.frequency(word), word);
    }

    @Test
    void commonWordsAreMoreFrequent() {
        assertTrue(english.frequency("the") > english.frequency("volume"));
        assertTrue(english.frequency("volume") > english.frequency("calligraphers"));
    }

    @Test
    void noneKnowsNothing() {
        assertTrue(Lexicon.none().isEmpty());
        assertEquals(Lexicon.UNKNOWN, Lexicon.none().frequency("the"));
    }
}
