package io.labelrecognition.examples;

import static io.labelrecognition.examples.Scene.box;

/** Number plates. The numbers are made up. */
final class NumberPlates {
    private NumberPlates() {
    }

    /** A long yellow plate on a dark car. */
    static Scene longPlate(long seed) {
        Scene scene = new Scene(Surface.carPaint(seed, 0x233a5c));
        scene.fill(box(200, 400, 1200, 400, 40), 0x14202f);
        var plate = box(260, 470, 1080, 240, 22);
        scene.panel(plate, 0xf3c623, 6);
        scene.outline(box(270, 480, 1060, 220, 16), 5, 0x1b1b1b);
        scene.centred("LB26 CML", Typeface.SANS_BOLD, 116, Scene.X, 648, 0x1b1b1b);
        scene.weather(plate, seed, 0.3);
        return scene;
    }

    /** A short plate with a motto, bolted to a light car. */
    static Scene shortPlate(long seed) {
        Scene scene = new Scene(Surface.carPaint(seed, 0xb9bcbd));
        scene.fill(box(330, 280, 940, 580, 50), 0x6f7476);
        var plate = box(370, 320, 860, 500, 44);
        scene.panel(plate, 0xeef1f0, 6);
        scene.fill(box(372, 322, 856, 130, 42), 0xbfd8ea);
        scene.outline(box(384, 334, 832, 472, 34), 6, 0x24487e);
        scene.centred("WESTSHORE", Typeface.SERIF_BOLD, 56, Scene.X, 412, 0x24487e);
        scene.centred("7KX 492", Typeface.CONDENSED_BOLD, 136, Scene.X, 652, 0x1c3566);
        scene.centred("The Harbor State", Typeface.SERIF_ITALIC, 46, Scene.X, 768, 0x24487e);
        for (int x : new int[] {470, 1130}) {
            scene.bolt(x, 366, 13);
        }
        scene.weather(plate, seed, 0.25);
        return scene;
    }
}
