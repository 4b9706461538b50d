package io.labelrecognition.examples;

import static io.labelrecognition.examples.Scene.box;

/** Signs at the roadside. */
final class StreetSigns {
    private StreetSigns() {
    }

    /** A name plate on a brick wall. */
    static Scene namePlate(long seed) {
        Scene scene = new Scene(Surface.bricks(seed));
        var plate = box(300, 430, 1000, 300, 18);
        scene.panel(plate, 0xf1efe6, 8);
        scene.outline(box(318, 448, 964, 264, 8), 9, 0x1a1a1a);
        scene.centred("ORCHARD LANE", Typeface.CONDENSED_BOLD, 74, Scene.X, 572, 0x1a1a1a);
        scene.centred("leading to Mill Street", Typeface.CONDENSED, 44, Scene.X, 666, 0x1a1a1a);
        scene.bolt(344, 472, 9);
        scene.bolt(1256, 472, 9);
        scene.weather(plate, seed, 0.3);
        return scene;
    }

    /** Two blades on one post, in front of trees. */
    static Scene blades(long seed) {
        Scene scene = new Scene(Surface.foliage(seed));
        scene.fill(box(770, 180, 60, 1100, 6), 0x7d8284);
        scene.fill(box(786, 180, 14, 1100, 6), 0xb4b9bb);
        blade(scene, "Maple Ave", 260, 330, 1080);
        blade(scene, "Harbor Blvd", 230, 590, 1140);
        return scene;
    }

    private static void blade(Scene scene, String name, int left, int top, int width) {
        scene.panel(box(left, top, width, 220, 26), 0x0f6b43, 4);
        scene.outline(box(left + 12, top + 12, width - 24, 196, 18), 6, 0xf4f6f2);
        scene.centred(name, Typeface.CONDENSED_BOLD, 106, left + width / 2.0, top + 160, 0xf4f6f2);
    }

    /** A sign of two words, each on a line of its own. */
    static Scene twoLines(long seed) {
        Scene scene = new Scene(Surface.plaster(seed, 0xd9cdb4));
        var sign = box(420, 240, 760, 700, 60);
        scene.panel(sign, 0xf5f4ef, 10);
        scene.outline(box(446, 266, 708, 648, 44), 26, 0xb8232a);
        scene.centred("KEEP", Typeface.SANS_BOLD, 122, Scene.X, 535, 0x17181a);
        scene.centred("CLEAR", Typeface.SANS_BOLD, 122, Scene.X, 755, 0x17181a);
        scene.bolt(Scene.X, 320, 11);
        scene.bolt(Scene.X, 862, 11);
        scene.weather(sign, seed, 0.28);
        return scene;
    }
}
