package io.labelrecognition.ocr.layout;

import io.labelrecognition.ocr.Line;
import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.recognition.ReadArea;
import io.labelrecognition.ocr.recognition.RecognizedText;
import io.labelrecognition.ocr.recognition.Span;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ReadingOrderTest {
    private final List<ReadArea> areas = new ArrayList<>();
    private double tilt;

    /** Text in a box of 12 pixels a character, the middle of its left side given, the whole turned by the tilt. */
    private void at(double x, double y, double height, String text) {
        double width = text.length() * 12;
        double cos = Math.cos(tilt);
        double sin = Math.sin(tilt);
        areas.add(new ReadArea(new TextArea(new float[] {(float) (cos * x - sin * y), (float) (cos * (x + width) - sin * y)},
                new float[] {(float) (sin * x + cos * y), (float) (sin * (x + width) + cos * y)},
                new float[] {(float) (-sin * height / 2), (float) (-sin * height / 2)},
                new float[] {(float) (cos * height / 2), (float) (cos * height / 2)}, 1), new RecognizedText(text, .9, 1, List.of(new Span(text, 0, 1, .9)))));
    }

    private void twoColumns() {
        at(10, 20, 20, "Contains");
        at(10, 44, 20, "milk and");
        at(10, 68, 20, "wheat");
        at(300, 20, 20, "Store in");
        at(300, 44, 20, "a cool");
        at(300, 68, 20, "place");
    }

    private static final List<String> COLUMN_BY_COLUMN = List.of("Contains", "milk and", "wheat", "Store in", "a cool", "place");

    private List<String> read(boolean straighten) {
        Collections.shuffle(areas, new Random(3));
        return ReadingOrder.lines(areas, straighten, EnumSet.allOf(Method.class)).stream().map(Line::text).toList();
    }

    @Test
    void columnsAreReadOneAfterTheOther() {
        twoColumns();
        assertEquals(COLUMN_BY_COLUMN, read(true));
    }

    @Test
    void aTiltedOrTurnedPhotoIsReadAsAnUprightOne() {
        for (int degrees : new int[] {-30, 15, 90, 180, 270}) {
            areas.clear();
            tilt = Math.toRadians(degrees);
            twoColumns();
            assertEquals(COLUMN_BY_COLUMN, read(true), degrees + " degrees");
        }
    }

    @Test
    void withoutSkewCorrectionThePhotosOwnSidesCount() {
        tilt = Math.toRadians(180);
        at(10, 20, 20, "first");
        at(10, 120, 20, "second");
        assertEquals(List.of("second", "first"), read(false));
        assertEquals(List.of("first", "second"), read(true));
    }

    @Test
    void theAmountsOfAReceiptStandWithWhatTheyAreFor() {
        at(10, 20, 20, "Curry Chicken");
        at(480, 22, 20, "$10.00");
        at(10, 44, 20, "1 Beef Pattie");
        at(260, 45, 20, "T1");
        at(492, 46, 20, "$2.25");
        at(10, 68, 20, "Total");
        at(480, 70, 20, "$12.25");
        assertEquals(List.of("Curry Chicken $10.00", "1 Beef Pattie T1 $2.25", "Total $12.25"), read(true));
    }

    @Test
    void aSpaceWithinAnAmountDoesNotPartItFromWhatItIsFor() {
        at(10, 20, 20, "Curry Chicken");
        at(480, 22, 20, "10. 00");
        at(10, 44, 20, "Beef Pattie");
        at(492, 46, 20, "2. 25");
        assertEquals(List.of("Curry Chicken 10. 00", "Beef Pattie 2. 25"), read(true));
    }

    @Test
    void currenciesBesideTheAmountsOfAReceiptStandApart() {
        String[] labels = {"Milk", "Butter, salted", "Total"};
        String[] amounts = {"1,20", "2,05", "3,25"};
        for (int i = 0; i < labels.length; i++) {
            at(10, 20 + 24 * i, 20, labels[i]);
            at(400, 20 + 24 * i, 20, amounts[i]);
            at(460, 20 + 24 * i, 20, "€");
        }
        assertEquals(List.of("Milk 1,20 €", "Butter, salted 2,05 €", "Total 3,25 €"), read(true));
        areas.clear();
        for (int i = 0; i < labels.length; i++) {
            at(10, 20 + 24 * i, 20, labels[i]);
            at(400, 20 + 24 * i, 20, "€");
            at(424, 20 + 24 * i, 20, amounts[i]);
        }
        assertEquals(List.of("Milk € 1,20", "Butter, salted € 2,05", "Total € 3,25"), read(true));
    }

    /** Creases tilt a short amount by itself, and lift or lower it a little. */
    @Test
    void theAmountsOfACreasedReceiptStandWithWhatTheyAreForAsWell() {
        String[] labels = {"Curry Chicken", "Beef Pattie", "Subtotal", "Tax", "Total"};
        String[] amounts = {"$10.00", "$2.25", "$12.25", "$1.01", "$13.26"};
        for (double slope : new double[] {-.09, .09}) {
            for (double lift : new double[] {-4, 0, 4}) {
                areas.clear();
                tilt = 0;
                at(10, -60, 20, "107 State Street, Montpelier, Vermont");
                at(10, -36, 20, "REG 07-24-2017 06:59 PM");
                for (int i = 0; i < labels.length; i++) {
                    tilt = 0;
                    at(10, 20 + 24 * i, 20, labels[i]);
                    tilt = Math.atan(slope);
                    double x = 400 - amounts[i].length() * 12;
                    double y = 20 + 24 * i + lift - slope * amounts[i].length() * 6;
                    at(Math.cos(tilt) * x + Math.sin(tilt) * y, Math.cos(tilt) * y - Math.sin(tilt) * x, 20, amounts[i]);
                }
                List<String> read = read(true);
                assertEquals(List.of("Curry Chicken $10.00", "Beef Pattie $2.25", "Subtotal $12.25", "Tax $1.01", "Total $13.26"),
                        read.subList(2, read.size()), slope + " " + lift);
            }
        }
    }

    @Test
    void onePriceAloneIsNoColumn() {
        at(10, 20, 20, "Granola");
        at(10, 44, 20, "Bars");
        at(400, 20, 20, "2.49");
        assertEquals(List.of("Granola", "Bars", "2.49"), read(true));
    }

    @Test
    void priceTagsBesideEachOtherAreReadOneAfterTheOther() {
        for (int degrees : new int[] {0, 8, 90}) {
            areas.clear();
            tilt = Math.toRadians(degrees);
            at(10, 20, 20, "Granola Bars");
            at(10, 60, 40, "2.49");
            at(10, 100, 16, "5 oz box");
            at(170, 20, 20, "Honey");
            at(170, 60, 40, "$11.99");
            at(170, 100, 16, "per jar");
            at(300, 20, 20, "Organic Tea");
            at(300, 60, 40, "3.10");
            at(300, 100, 16, "each");
            assertEquals(List.of("Granola Bars", "2.49", "5 oz box", "Honey", "$11.99", "per jar", "Organic Tea", "3.10", "each"), read(true), degrees + " degrees");
        }
    }

    @Test
    void currenciesThatStandApartAreOnTheTagOfTheirPrice() {
        for (int gap : new int[] {6, 50}) {
            areas.clear();
            at(10, 20, 20, "Granola Bars");
            at(10, 60, 40, "€");
            at(22 + gap, 60, 40, "2.49");
            at(10, 100, 16, "5 oz box");
            at(210, 20, 20, "Honey and nuts");
            at(210, 60, 40, "€");
            at(222 + gap, 60, 40, "1.99");
            at(210, 100, 16, "per jar");
            assertEquals(List.of("Granola Bars", "€ 2.49", "5 oz box", "Honey and nuts", "€ 1.99", "per jar"), read(true), gap + " pixels");
        }
    }

    @Test
    void whatStandsBesideThePriceOfATagIsOnThatTag() {
        at(10, 20, 20, "Dill 32 g");
        at(10, 60, 40, "19.20");
        at(150, 60, 14, "600.00");
        at(260, 20, 20, "Juniper 41 g");
        at(260, 60, 40, "18.40");
        at(400, 60, 14, "468.29");
        assertEquals(List.of("Dill 32 g", "19.20", "600.00", "Juniper 41 g", "18.40", "468.29"), read(true));
    }

    @Test
    void packetsOfOneKindBesideEachOtherAreReadOneAfterTheOther() {
        at(10, 20, 20, "CLEAR TALL");
        at(5, 44, 20, "KITCHEN BAGS");
        at(180, 22, 20, "FLEX TALL");
        at(170, 45, 20, "KITCHEN BAGS");
        at(340, 21, 20, "CLEAR");
        at(335, 44, 20, "KITCHEN BAGS");
        assertEquals(List.of("CLEAR TALL", "KITCHEN BAGS", "FLEX TALL", "KITCHEN BAGS", "CLEAR", "KITCHEN BAGS"), read(true));
    }

    @Test
    void aTableWithTwoColumnsOfFiguresIsReadAcross() {
        at(120, 20, 20, "per 100 g");
        at(260, 20, 20, "per bar");
        at(10, 44, 20, "Fat");
        at(120, 44, 20, "6.20");
        at(260, 44, 20, "1.55");
        at(10, 68, 20, "Fibre");
        at(120, 68, 20, "9.10");
        at(260, 68, 20, "2.28");
        assertEquals("per 100 g per bar Fat 6.20 1.55 Fibre 9.10 2.28", String.join(" ", read(true)));
    }

    @Test
    void figuresStandWithWhatTheyAreForWhateverTheirUnit() {
        at(10, 20, 20, "Energy");
        at(300, 20, 20, "250 kcal");
        at(10, 44, 20, "Sodium");
        at(324, 44, 20, "120mg");
        at(10, 68, 20, "Of which sugars");
        at(324, 68, 20, "<0.5 g");
        at(10, 200, 20, "JAIPUR");
        at(330, 200, 20, "321");
        at(10, 230, 20, "AGRA");
        at(330, 230, 20, "554 km");
        assertEquals(List.of("Energy 250 kcal", "Sodium 120mg", "Of which sugars <0.5 g", "JAIPUR 321", "AGRA 554 km"), read(true));
    }

    /** Both have a gap at the same height, as it happens: what is far to the right of a text is no part of it. */
    @Test
    void columnsThatStandApartAreReadOneAfterTheOtherThoughAGapRunsThroughBoth() {
        at(10, 20, 20, "OLYMPUS");
        at(10, 100, 20, "New System");
        at(10, 180, 20, "Zoom Kit");
        at(300, 20, 20, "Batterie");
        at(300, 100, 20, "Serial No.");
        at(300, 180, 20, "Camera");
        assertEquals(List.of("OLYMPUS", "New System", "Zoom Kit", "Batterie", "Serial No.", "Camera"), read(true));
    }

    @Test
    void whatIsCloseBesideAWideGapDownIsReadAcross() {
        at(10, 20, 20, "Red");
        at(130, 20, 20, "Large");
        at(10, 300, 20, "Blue");
        at(130, 300, 20, "Small");
        at(10, 600, 20, "Green");
        at(130, 600, 20, "Medium");
        assertEquals("Red Large Blue Small Green Medium", String.join(" ", read(true)));
    }

    /** The right half of the label leans back. */
    @Test
    void whatStandsOnOneLineIsReadFromTheLeftHoweverWideTheGap() {
        at(10, 20, 20, "Serial number of the camera");
        at(10, 44, 20, "CAMERA");
        at(200, 40, 20, "BLK");
        at(10, 68, 20, "LENS KIT");
        at(200, 64, 20, "SLV");
        assertEquals(List.of("Serial number of the camera", "CAMERA", "BLK", "LENS KIT", "SLV"), read(true));
    }

    @Test
    void whatReachesIntoTheLineAboveIsStillBelowIt() {
        at(40, 60, 100, "NURI");
        at(10, 104, 34, "restaurant");
        assertEquals(List.of("NURI", "restaurant"), read(true));
    }

    @Test
    void theFirstAndLastDigitOfABarCodeBelongToItsNumber() {
        at(60, 20, 20, "36602 30146");
        at(10, 22, 9, "0");
        at(225, 22, 9, "7");
        at(60, 90, 20, "709262 942503");
        at(20, 92, 20, "5");
        at(10, 160, 20, "3");
        at(60, 160, 20, "Tomatoes");
        assertEquals(List.of("0 36602 30146 7", "5 709262 942503", "3", "Tomatoes"), read(true));
    }

    @Test
    void wordsOfOneLineAreJoined() {
        at(10, 20, 20, "BEST");
        at(70, 22, 19, "BEFORE");
        at(155, 20, 20, "END");
        assertEquals(List.of("BEST BEFORE END"), read(true));
    }

    @Test
    void aCurrencySignBelongsToAFigureOrIsNone() {
        at(10, 20, 20, "€");
        at(40, 20, 20, "3.20");
        at(10, 100, 20, "5,-");
        at(60, 100, 20, "£");
        at(10, 180, 20, "Exit");
        at(76, 180, 20, "€");
        at(10, 260, 20, "£");
        assertEquals(List.of("€ 3.20", "5,- £", "Exit"), read(true));
    }

    @Test
    void raisedCentsBelongToTheirPrice() {
        at(10, 50, 60, "17");
        at(36, 34, 28, "90");
        at(10, 100, 14, "per kilogram");
        assertEquals(List.of("17 90", "per kilogram"), read(true));
    }

    @Test
    void aRaisedCurrencySignBelongsToItsPrice() {
        at(10, 34, 24, "€");
        at(26, 50, 60, "3.20");
        at(10, 250, 60, "17");
        at(38, 234, 24, "$");
        at(10, 434, 24, "£");
        at(26, 450, 60, "Exit");
        assertEquals(List.of("€ 3.20", "17 $", "Exit"), read(true));
    }

    @Test
    void aLineUpTheSideStaysByItself() {
        at(10, 20, 20, "Ingredients");
        at(10, 44, 20, "sugar, cocoa");
        tilt = Math.toRadians(-90);
        at(-100, 200, 12, "0123456789");
        assertEquals(3, read(true).size());
    }
}
