package io.labelrecognition.ocr.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private final Spelling spelling = new Spelling(Lexicon.english());

    @ParameterizedTest
    @CsvSource({"Cookle,Cookie", "VOLUNE,VOLUME", "resturant,restaurant", "yourvolume,your volume", "'Keep refrigerted, please','Keep refrigerated, please'"})
    void wordsAreCorrectedInTheirCase(String read, String corrected) {
        assertEquals(corrected, spelling.corrected(read));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "volume", "SDSDQ-1024-E10M", "www.sandisk.com", "LARABAR", "iPhone", "Bxq 4711", "25kgg", "Art. Nr.", "$1$2 \\1 Cola"})
    void whatIsNoWordIsLeftAlone(String text) {
        assertEquals(text, spelling.corrected(text));
    }

    @Test
    void withoutWordsNothingIsCorrected() {
        assertEquals("Cookle", new Spelling(Lexicon.none()).corrected("Cookle"));
    }
}
