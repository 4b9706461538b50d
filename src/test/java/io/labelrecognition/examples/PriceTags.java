package io.labelrecognition.examples;

import static io.labelrecognition.examples.Scene.box;

/** Price tags. */
final class PriceTags {
    private static final int INK = 0x1d1d1f;

    private PriceTags() {
    }

    /** A printed tag in the rail of a supermarket shelf, with a bar code. */
    static Scene shelfEdge(long seed) {
        Scene scene = new Scene(Surface.goods(seed));
        scene.fill(box(-10, 330, Scene.WIDTH + 20, 480, 0), 0x27417c);
        scene.fill(box(-10, 330, Scene.WIDTH + 20, 26, 0), 0x5c78b8);
        scene.fill(box(-10, 784, Scene.WIDTH + 20, 26, 0), 0x14244a);
        scene.fill(box(-10, 810, Scene.WIDTH + 20, 400, 0), 0x241f1c);
        scene.fill(box(-260, 372, 520, 396, 12), 0xeceae2);
        scene.panel(box(370, 372, 860, 396, 12), 0xf7f6f0, 5);
        scene.fill(box(1330, 372, 520, 396, 12), 0xeceae2);
        scene.left("Whole Milk", Typeface.CONDENSED_BOLD, 58, 410, 470, INK);
        scene.left("1 gallon", Typeface.CONDENSED, 38, 410, 540, INK);
        scene.left("$3.49", Typeface.CONDENSED_BOLD, 100, 790, 655, INK);
        scene.left("Save 50 cents", Typeface.CONDENSED, 34, 410, 735, INK);
        scene.barCode(410, 580, 250, 84, seed);
        return scene;
    }

    /** A yellow offer card on a stand. */
    static Scene offer(long seed) {
        Scene scene = new Scene(Surface.goods(seed));
        var card = box(390, 180, 820, 840, 24);
        scene.panel(card, 0xf9d53a, 14);
        scene.fill(box(390, 180, 820, 190, 24), 0xc9252b);
        scene.centred("SPECIAL OFFER", Typeface.CONDENSED_BOLD, 64, Scene.X, 306, 0xffffff);
        scene.centred("Ground Coffee", Typeface.SANS_BOLD, 58, Scene.X, 480, INK);
        scene.centred("250 g", Typeface.SANS, 46, Scene.X, 575, INK);
        scene.centred("$4.99", Typeface.CONDENSED_BOLD, 190, Scene.X, 835, 0xc9252b);
        scene.centred("was $6.49", Typeface.SANS, 44, Scene.X, 950, INK);
        scene.weather(card, seed, 0.12);
        return scene;
    }

    /** A slate that leans on the boards of a market stall. */
    static Scene slate(long seed) {
        Scene scene = new Scene(Surface.wood(seed, 0xc89a66));
        scene.panel(box(330, 230, 940, 700, 18), 0x8a5f38, 16);
        var slate = box(370, 270, 860, 620, 4);
        scene.fill(slate, 0x2c3133);
        scene.centred("Country Loaf", Typeface.SERIF_ITALIC, 84, Scene.X, 455, 0xf3f0e6);
        scene.centred("baked today", Typeface.SERIF_ITALIC, 52, Scene.X, 595, 0xe8e2c8);
        scene.centred("€3.20", Typeface.SANS_BOLD, 110, Scene.X, 805, 0xf6e38a);
        scene.weather(slate, seed, 0.45);
        return scene;
    }
}
