package io.labelrecognition.ocr.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.ocr.language.Lexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as a network would see them: for each character one step, and a blank one. */
class CtcDecoderTest {
    private static final Lexicon ENGLISH = Lexicon.english();
    private final String[] network = IntStream.range('!', 0x7f).mapToObj(Character::toString).toArray(String[]::new);
    private final Alphabet alphabet = Alphabet.english(network, "€£");
    private final List<float[]> steps = new ArrayList<>();

    private CtcDecoderTest plain(String text) {
        text.chars().forEach(character -> seen((char) character, .99f, ' ', 0));
        return this;
    }

    /** One character, which may be another one. */
    private CtcDecoderTest seen(char likeliest, float probability, char other, float less) {
        float[] step = new float[alphabet.size()];
        step[0] = 1 - probability - less;
        step[index(likeliest)] = probability;
        if (less > 0) {
            step[index(other)] = less;
        }
        steps.add(step);
        return blank(0);
    }

    /** A gap of one step with so much probability of a space. */
    private CtcDecoderTest blank(float space) {
        float[] step = new float[alphabet.size()];
        step[0] = 1 - space;
        step[alphabet.size() - 1] = space;
        steps.add(step);
        return this;
    }

    /** Spaces as wide gaps; what follows a tilde is seen badly. */
    private CtcDecoderTest line(String line) {
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == ' ') {
                blank(.9f);
            } else if (character == '~') {
                seen(line.charAt(++i), .6f, ' ', 0);
            } else {
                plain(Character.toString(character));
            }
        }
        return this;
    }

    private int index(char character) {
        return IntStream.range(1, alphabet.size()).filter(i -> alphabet.character(i) == character).findFirst().orElseThrow();
    }

    private RecognizedText decoded(Lexicon lexicon) {
        float[] all = new float[steps.size() * alphabet.size()];
        for (int i = 0; i < steps.size(); i++) {
            System.arraycopy(steps.get(i), 0, all, i * alphabet.size(), alphabet.size());
        }
        return new CtcDecoder(alphabet, lexicon, true).decode(all, steps.size(), steps.size());
    }

    @Test
    void aWordSettlesALetterThatTheNetworkLeavesOpen() {
        plain("Cook").seen('l', .5f, 'i', .45f).plain("e");
        assertEquals("Cookle", decoded(Lexicon.none()).text());
        assertEquals("Cookie", decoded(ENGLISH).text());
    }

    @Test
    void aPlainLetterIsNeverOverruled() {
        plain("Cook").seen('l', .97f, 'i', .02f).plain("e");
        assertEquals("Cookle", decoded(ENGLISH).text());
    }

    @Test
    void wordsPartWhereTheGapLeavesItOpen() {
        plain("your").blank(.02f).plain("volume");
        assertEquals("yourvolume", decoded(Lexicon.none()).text());
        assertEquals("your volume", decoded(ENGLISH).text());
    }

    @Test
    void aNameIsNotBrokenUp() {
        plain("LARABAR");
        assertEquals("LARABAR", decoded(ENGLISH).text());
    }

    @Test
    void unknownWordsDoNotRunTogether() {
        plain("Chargeur").blank(.5f).plain("de").blank(.5f).plain("batterie");
        assertEquals("Chargeur de batterie", decoded(ENGLISH).text());
    }

    @Test
    void figuresFollowNoDictionary() {
        plain("6").seen('0', .55f, 'O', .4f).plain("4");
        assertEquals("604", decoded(ENGLISH).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"€3.20", "3,20€", "£14", "1.99€/kg", "€/kg", "(£5)", "2€50", "5,-€", "€.99"})
    void aLearnedSignBesideAFigureStays(String price) {
        plain(price);
        assertEquals(price, decoded(Lexicon.none()).text());
        assertEquals(price, decoded(ENGLISH).text());
    }

    @Test
    void aLearnedSignElsewhereIsWhatItWasTakenForBefore() {
        seen('€', .98f, 'C', .015f).plain("REPES");
        assertEquals("CREPES", decoded(ENGLISH).text());
        assertEquals((.75 + 5 * .99) / 6, decoded(ENGLISH).confidence(), .001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7037€1018", "p£l", "€£", "f£35"})
    void aLearnedSignElsewhereIsNone(String line) {
        plain(line);
        assertEquals(line.replaceAll("[€£]", ""), decoded(ENGLISH).text().replace(" ", ""));
    }

    /** The figure may be an area of its own; a long line is no sign. */
    @Test
    void aLearnedSignStaysWhereItIsAllThatThereIs() {
        plain("€");
        assertEquals("€", decoded(ENGLISH).text());
        IntStream.range(0, 11).forEach(i -> blank(0));
        assertEquals("", decoded(ENGLISH).text());
    }

    @Test
    void spacesStandBehindPunctuationWhateverTheGaps() {
        plain("opened").blank(.9f).plain(",").blank(.9f).plain("keep").blank(.9f).plain("cool").blank(.9f).plain(".");
        assertEquals("opened, keep cool.", decoded(ENGLISH).text());
        steps.clear();
        plain("HOUSTON,TX");
        assertEquals("HOUSTON, TX", decoded(ENGLISH).text());
        assertEquals(List.of("HOUSTON,", "TX"), decoded(ENGLISH).words().stream().map(Span::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3,50 .5", "www.example,com", "info@example,com"})
    void theCommaOfAFigureOrAnAddressStandsInIt(String line) {
        assertEquals(line, line(line).decoded(ENGLISH).text());
    }

    @ParameterizedTest
    @CsvSource({"$3. 95, $3.95", "1 Pho $3. 95 T1, 1 Pho $3.95 T1", "$3. 950 g, $3. 950 g", "No. 3. 95, No. 3. 95"})
    void noSpaceStandsWithinAPrice(String seen, String read) {
        assertEquals(read, line(seen).decoded(ENGLISH).text());
    }

    @ParameterizedTest
    @CsvSource({"1 F00D T1, 1 FOOD T1", "c00kie, cookie", "V1LLAGE, VILLAGE", "0PEN, OPEN", "B00K8, B00K8", "A100, A100", "X0QZ, X0QZ", "LEVEL1, LEVEL1", "10, 10"})
    void figuresInACommonWordAreLetters(String seen, String read) {
        assertEquals(read, line(seen).decoded(ENGLISH).text());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "5 ~1709262~1942503, 5 709262 942503", "5~1709262942503~1~1, 5 709262 942503", "2 772040\"560865, 2 772040 560865",
            "5 ll056461850895 Art. 4711, 5 056461 850895 Art. 4711", "~I983637l335126, 983637 335126", "0~13660230146\"7, 0 36602 30146 7", "\"36602\"30146, 36602 30146",
            "9638~15074, 9638 5074", "~19638\"5074~1, 9638 5074"})
    void theBarsOfABarCodeAreNoDigits(String seen, String read) {
        assertEquals(read, line(seen).decoded(ENGLISH).text());
    }

    @Test
    void aLearnedSignInTheNumberOfABarCodeIsADigit() {
        plain("5").blank(.9f).seen('€', .98f, '7', .015f).line("09262 942503");
        assertEquals("5 709262 942503", decoded(ENGLISH).text());
    }

    /** The one is plain; the check digit is another; a number like any; two groups of another length; a bar within a group; a telephone number. */
    @ParameterizedTest
    @ValueSource(strings = {"51709262942503", "~18005551234", "~1 800 555 1234", "5~1709262942504", "5709262942503", "12345\"12345678", "5 70~19262 942503"})
    void otherNumbersStayWhatTheyAre(String number) {
        assertEquals(number.replace("~", ""), line(number).decoded(ENGLISH).text());
    }

    @Test
    void doubleLettersStayTwo() {
        plain("coffee");
        assertEquals("coffee", decoded(ENGLISH).text());
    }

    @Test
    void aLineOfNothingIsEmpty() {
        blank(0).blank(.2f).blank(0);
        assertEquals(new RecognizedText("", 0, 0, List.of()), decoded(ENGLISH));
    }

    @Test
    void theShareOfKnownWordsIsTold() {
        plain("Fresh").blank(.6f).plain("Wrrea");
        assertEquals(.5, decoded(ENGLISH).known(), 1e-9);
        assertTrue(decoded(ENGLISH).confidence() > .98);
    }
}
