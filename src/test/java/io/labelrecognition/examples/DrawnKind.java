package io.labelrecognition.examples;

import static io.labelrecognition.examples.Scene.box;
import static io.labelrecognition.examples.Scene.disc;

import io.labelrecognition.examples.Light.Shadow;
import java.awt.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A kind of lettering, each with what makes it hard. */
enum DrawnKind {
    /** Lines of several sizes on one panel. */
    LINES {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(260, 220, 1080, 760, 20), random);
            double y = 360;
            for (int line = 2 + random.nextInt(4); line > 0 && y < 940; line--) {
                double capitals = 36 + random.nextInt(50);
                scene.centred(fitting(() -> Wording.line(random), ink, capitals, 980), ink.typeface, capitals, Scene.X, y, ink.letters);
                y += 115 + random.nextInt(50);
            }
        }
    },
    /** Letters of 8 to 13 pixels in a wide scene. */
    SMALL {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(560, 420, 480, 340, 6), random);
            double capitals = 15 + random.nextInt(5);
            double y = 480;
            while (y < 740) {
                scene.left(fitting(() -> Wording.line(random), ink, capitals, 400), ink.typeface, capitals, 600, y, ink.letters);
                y += capitals * 2.1;
            }
        }

        @Override
        Camera camera(long seed) {
            Camera near = super.camera(seed);
            return new Camera(1000, 750, 0.65, near.turn(), near.pitch(), near.roll(), near.light(), 0.5, near.grain(), seed);
        }
    },
    /** A word over an arch, another below it. */
    ARCH {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(250, 170, 1100, 860, 40), random);
            double capitals = 60 + random.nextInt(30);
            double radius = 420 + random.nextInt(500);
            scene.arched(fitting(() -> Wording.words(random, 2), ink, capitals, Math.min(1.7 * radius, 940)), ink.typeface, capitals, Scene.X, 330 + radius, radius,
                    ink.letters);
            scene.centred(Wording.words(random, 1), ink.typeface, 70, Scene.X, 800, ink.letters);
        }
    },
    /** Around a badge: along the top and the bottom of a circle, with a word in its middle. */
    BADGE {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, disc(Scene.X, Scene.Y, 470), random);
            double capitals = 52 + random.nextInt(24);
            double radius = 340;
            scene.arched(fitting(() -> Wording.words(random, 2), ink, capitals, 2.6 * radius), ink.typeface, capitals, Scene.X, Scene.Y, radius, ink.letters);
            scene.centred(fitting(() -> Wording.words(random, 1), ink, 90, 560), ink.typeface, 90, Scene.X, Scene.Y + 45, ink.letters);
            scene.arched(fitting(() -> Wording.words(random, 1), ink, capitals, 2 * radius), ink.typeface, capitals, Scene.X, Scene.Y, -radius - capitals, ink.letters);
        }
    },
    /** One word as large as the sign. */
    DISPLAY {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(140, 330, 1320, 540, 10), random);
            String word = Wording.words(random, 1);
            double capitals = Math.min(330, 1200 * 100 / ink.typeface.advance(word, 100));
            scene.centred(word, ink.typeface, capitals, Scene.X, Scene.Y + capitals / 2, ink.letters);
        }
    },
    /** A letter or a digit or two on their own. */
    SINGLE {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(560, 360, 480, 480, 30), random);
            String sign = random.nextBoolean() ? String.valueOf(1 + random.nextInt(99)) : String.valueOf((char) ('A' + random.nextInt(26)));
            double capitals = 120 + random.nextInt(160);
            scene.centred(sign, ink.typeface, capitals, Scene.X, Scene.Y + capitals / 2, ink.letters);
        }
    },
    /** A price whose cents are raised and half as high. */
    PRICE {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(400, 220, 800, 760, 24), random);
            scene.centred(fitting(() -> Wording.words(random, 2), ink, 56, 740), ink.typeface, 56, Scene.X, 350, ink.letters);
            double capitals = 190 + random.nextInt(90);
            String whole = "$" + (1 + random.nextInt(random.nextBoolean() ? 9 : 49));
            double left = Scene.X - 0.62 * ink.typeface.advance(whole, capitals);
            scene.left(whole, ink.typeface, capitals, left, 740, ink.letters);
            scene.left(String.format(Locale.ROOT, "%02d", random.nextInt(100)), ink.typeface, capitals / 2,
                    left + ink.typeface.advance(whole, capitals) + 12, 740 - capitals / 2, ink.letters);
            scene.centred(Wording.amount(random), ink.typeface, 50, Scene.X, 890, ink.letters);
        }

        @Override
        String annotation(Scene scene) {
            return super.annotation(scene).replaceAll("\\$(\\d+)\n(\\d\\d)\n", "#$1_$2\n");
        }
    },
    /** Names on the left, amounts in a column on the right. */
    LIST {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(330, 130, 940, 940, 4), random);
            double capitals = 34 + random.nextInt(14);
            for (double y = 250; y < 1020; y += 2.4 * capitals) {
                scene.left(fitting(() -> Wording.words(random, 2), ink, capitals, 600), ink.typeface, capitals, 380, y, ink.letters);
                String amount = Wording.price(random);
                scene.left(amount, ink.typeface, capitals, 1220 - ink.typeface.advance(amount, capitals), y, ink.letters);
            }
        }

        @Override
        String annotation(Scene scene) {
            return super.annotation(scene).replaceAll("\n(?=[0-9])", " ");
        }
    },
    /** Three tags side by side, whose lines stand at one height. */
    SHELF {
        @Override
        void letter(Scene scene, Random random) {
            for (int tag = 0; tag < 3; tag++) {
                double left = 150 + 440 * tag;
                Ink ink = panel(scene, box(left, 400, 420, 330, 8), random);
                scene.left(fitting(() -> Wording.words(random, 2), ink, 34, 380), ink.typeface, 34, left + 20, 480, ink.letters);
                scene.left(Wording.price(random), ink.typeface, 80, left + 20, 610, ink.letters);
                scene.left(Wording.amount(random), ink.typeface, 30, left + 20, 690, ink.letters);
            }
        }
    },
    /** Letters of light before a dark wall. */
    NEON {
        @Override
        void letter(Scene scene, Random random) {
            scene.fill(box(-10, -10, Scene.WIDTH + 20, Scene.HEIGHT + 20, 0), 0x15131a);
            int[] lights = {0xff5a7a, 0x5ad8ff, 0xffd75a, 0x8aff8a, 0xffffff};
            double y = 470;
            for (int line = 0; line < 2; line++) {
                Typeface typeface = Wording.typeface(random);
                int light = lights[random.nextInt(lights.length)];
                scene.glow(fitting(() -> Wording.words(random, 1 + random.nextInt(2)), new Ink(light, typeface), 110, 1300), typeface, 110, Scene.X, y, light);
                y += 290;
            }
        }
    },
    /** Around an upright tin. */
    TIN {
        @Override
        void letter(Scene scene, Random random) {
            Ink ink = panel(scene, box(280, -20, 1040, 1260, 0), random);
            double capitals = 44 + random.nextInt(30);
            for (double y = 330; y < 900; y += 2.2 * capitals) {
                scene.centred(fitting(() -> Wording.line(random), ink, capitals, 760), ink.typeface, capitals, Scene.X, y, ink.letters);
            }
            scene.wrap(280, 1320, 60 + random.nextInt(60));
        }
    },
    /** From far to one side, or from below. */
    STEEP {
        @Override
        void letter(Scene scene, Random random) {
            LINES.letter(scene, random);
        }

        @Override
        Camera camera(long seed) {
            Random random = new Random(~seed);
            double turn = (random.nextBoolean() ? 1 : -1) * (35 + 13 * random.nextDouble());
            return new Camera(800, 600, 0.72, turn, 30 * random.nextDouble() - 15, 16 * random.nextDouble() - 8, light(random), 0.6, 4, seed);
        }
    },
    /** Shaken, out of focus or in poor light. */
    BLURRED {
        @Override
        void letter(Scene scene, Random random) {
            LINES.letter(scene, random);
        }

        @Override
        Camera camera(long seed) {
            Random random = new Random(~seed);
            return new Camera(720, 540, 0.45, 20 * random.nextDouble() - 10, 10 * random.nextDouble() - 5, 6 * random.nextDouble() - 3, light(random),
                    1.4 + 1.2 * random.nextDouble(), 8 + 8 * random.nextDouble(), seed);
        }
    },
    /** The bar code of a packet and the number below it. */
    BAR_CODE {
        @Override
        void letter(Scene scene, Random random) {
            scene.panel(box(400, 280, 800, 640, 10), 0xf6f5f1, 6);
            Ink ink = new Ink(0x1b1b1d, Wording.typeface(random));
            scene.centred(fitting(() -> Wording.words(random, 2), ink, 48, 700), ink.typeface, 48, Scene.X, 390, ink.letters);
            double module = 3.5 + 3 * random.nextDouble();
            scene.barCode(Wording.barCode(random), ink.typeface, Scene.X - 95 * module / 2, 450, module, 5 + 4 * random.nextDouble(), ink.letters);
        }

        @Override
        String annotation(Scene scene) {
            return super.annotation(scene).replaceAll("(\\d) (\\d{6}) (\\d{6})", "#$1_$2_$3");
        }
    };

    /** Another number would draw all kinds anew. */
    private static final int SEEDS_APART = 13;

    /** What a panel is lettered with. */
    private record Ink(int letters, Typeface typeface) {
    }

    /** Panel and letters. */
    private static final int[][] COLOURS = {{0xf4f2ea, 0x1b1b1d}, {0xf7d63c, 0x1d1d1d}, {0x0f6b43, 0xf4f6f2}, {0x1d3f7a, 0xffffff}, {0xb8232a, 0xfaf3e0},
            {0xe8dcc0, 0x6b1f1f}, {0x2c3133, 0xf0ede2}, {0xdfe8ea, 0x1a4f78}, {0x6d4a2c, 0xf3e3b8}, {0xb9bcbf, 0x33363a}};

    /** What labels hang on or lie on. */
    private static final List<Surface> SURFACES = List.of(Surface.bricks(1), Surface.plaster(2, 0xc9b89a), Surface.wood(3, 0x9a7048), Surface.goods(4),
            Surface.carPaint(5, 0x6a7884), Surface.foliage(6));
    /** Each painted once: it takes longer than all the rest. */
    private static final Map<Surface, Bitmap> PAINTED = new ConcurrentHashMap<>();

    abstract void letter(Scene scene, Random random);

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    final Scene scene(long seed) {
        Random random = new Random(SEEDS_APART * seed + ordinal());
        Bitmap behind = PAINTED.computeIfAbsent(SURFACES.get(random.nextInt(SURFACES.size())), surface -> Bitmap.copyOf(new Scene(surface).image()));
        Scene scene = new Scene(behind.movedBy(random.nextInt(Scene.WIDTH), 0));
        letter(scene, random);
        return scene;
    }

    /** What must be read, as the benchmarks take it. */
    String annotation(Scene scene) {
        return String.join("\n", scene.text()) + "\n";
    }

    /** As a person holds a phone who wants to have the label on the photo. */
    Camera camera(long seed) {
        Random random = new Random(~seed);
        return new Camera(800, 600, 0.46 + 0.08 * random.nextDouble(), 44 * random.nextDouble() - 22, 24 * random.nextDouble() - 12,
                12 * random.nextDouble() - 6, light(random), 0.5 + 0.7 * random.nextDouble(), 3 + 4 * random.nextDouble(), seed);
    }

    private static Light light(Random random) {
        Shadow[] shadows = Shadow.values();
        return new Light(0.7 + 0.4 * random.nextDouble(), random.nextDouble() - 0.5, 0.6 * random.nextDouble() - 0.3, 0.6 * random.nextDouble() - 0.3,
                shadows[random.nextInt(shadows.length)], 0.25 + 0.3 * random.nextDouble(), random.nextInt(4) == 0 ? 50 : 0);
    }

    private static Ink panel(Scene scene, Shape shape, Random random) {
        int[] colours = COLOURS[random.nextInt(COLOURS.length)];
        scene.panel(shape, colours[0], 6);
        return new Ink(colours[1], Wording.typeface(random));
    }

    /** Wording that is no wider than there is room. */
    private static String fitting(Supplier<String> wording, Ink ink, double capitals, double width) {
        String line = wording.get();
        while (ink.typeface.advance(line, capitals) > width) {
            line = line.contains(" ") ? line.substring(0, line.lastIndexOf(' ')) : wording.get();
        }
        return line;
    }
}
