package io.labelrecognition.examples;

import static io.labelrecognition.examples.Scene.box;

/** Labels on food. */
final class FoodLabels {
    private FoodLabels() {
    }

    /** The paper label of a jar on a kitchen table. */
    static Scene jar(long seed) {
        Scene scene = new Scene(Surface.wood(seed, 0xa9784e));
        scene.fill(box(240, -20, 1120, 1260, 0), 0x5a1019);
        var paper = box(240, 170, 1120, 860, 0);
        scene.fill(paper, 0xf6efdc);
        scene.fill(box(240, 190, 1120, 12, 0), 0xa8323a);
        scene.fill(box(240, 998, 1120, 12, 0), 0xa8323a);
        scene.centred("Hillside Farm", Typeface.SERIF_ITALIC, 56, Scene.X, 320, 0x3d2b1f);
        scene.centred("STRAWBERRY", Typeface.SERIF_BOLD, 66, Scene.X, 475, 0xa8323a);
        scene.centred("JAM", Typeface.SERIF_BOLD, 66, Scene.X, 595, 0xa8323a);
        scene.centred("Strawberries, sugar,", Typeface.SANS, 38, Scene.X, 760, 0x3d2b1f);
        scene.centred("lemon juice, pectin", Typeface.SANS, 38, Scene.X, 830, 0x3d2b1f);
        scene.centred("Net weight 340 g", Typeface.SANS_BOLD, 38, Scene.X, 940, 0x3d2b1f);
        scene.wrap(240, 1360, 110);
        return scene;
    }

    /** A table of nutrients on the back of a packet. */
    static Scene nutrition(long seed) {
        Scene scene = new Scene(Surface.plaster(seed, 0xb98b52));
        scene.fill(box(420, 120, 760, 960, 6), 0xf7f4ea);
        scene.outline(box(420, 120, 760, 960, 6), 6, 0x222222);
        scene.left("Nutrition", Typeface.CONDENSED_BOLD, 66, 460, 235, 0x1c1c1c);
        scene.left("Typical values per 100 g", Typeface.CONDENSED, 40, 460, 320, 0x1c1c1c);
        String[] rows = {"Energy 366 kcal", "Fat 6.2 g", "Carbohydrate 58 g", "Fibre 9.1 g", "Protein 12 g", "Salt 0.02 g"};
        double y = 440;
        for (String row : rows) {
            scene.fill(box(440, y - 76, 720, 4, 0), 0x222222);
            scene.left(row, Typeface.CONDENSED, 44, 460, y, 0x1c1c1c);
            y += 114;
        }
        return scene;
    }

    /** Small print on a glossy tin. */
    static Scene tin(long seed) {
        Scene scene = new Scene(Surface.wood(seed, 0x6f5a48));
        scene.fill(box(280, -20, 1040, 1260, 0), 0xb01f2c);
        scene.fill(box(280, 60, 1040, 14, 0), 0xd9c07a);
        scene.centred("SHAKE WELL BEFORE USE", Typeface.CONDENSED_BOLD, 44, Scene.X, 300, 0xf3ead2);
        scene.centred("Store in a cool, dry place.", Typeface.CONDENSED, 42, Scene.X, 410, 0xf3ead2);
        scene.centred("Once opened, keep chilled", Typeface.CONDENSED, 42, Scene.X, 520, 0xf3ead2);
        scene.centred("and use within 4 days.", Typeface.CONDENSED, 42, Scene.X, 600, 0xf3ead2);
        scene.centred("Best before end", Typeface.CONDENSED_BOLD, 42, Scene.X, 740, 0xf3ead2);
        scene.centred("MAR 2028", Typeface.MONO_BOLD, 48, Scene.X, 830, 0xf3ead2);
        scene.wrap(280, 1320, 90);
        return scene;
    }
}
