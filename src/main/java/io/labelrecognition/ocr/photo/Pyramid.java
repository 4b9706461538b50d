package io.labelrecognition.ocr.photo;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture at its own size, half of it, a quarter and so on, so that whoever wants it smaller takes few samples and still
 * misses no stroke. The smaller ones are made when they are first asked for. Threads may share a pyramid.
 */
public final class Pyramid {
    private final List<Pixels> levels = new ArrayList<>();

    public Pyramid(Pixels picture) {
        levels.add(picture);
    }

    /** The picture at its own size. */
    public Pixels picture() {
        return level(0);
    }

    /** The picture at {@code 1 / 2^level} of its size; the smallest there is where that would be less than a pixel. */
    public synchronized Pixels level(int level) {
        while (levels.size() <= level) {
            Pixels smallest = levels.get(levels.size() - 1);
            if (Math.min(smallest.width(), smallest.height()) < 2) {
                return smallest;
            }
            levels.add(smallest.halved());
        }
        return levels.get(level);
    }
}
