package io.labelrecognition.examples.brokers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What photos come from and texts go to: the real one, in this process, with nothing in it yet. */
interface Engine extends AutoCloseable {
    /** The settings by which a node finds it. */
    Map<String, String> settings();

    /** Puts a photo where the recipe takes it from. */
    void put(String name, byte[] photo) throws Exception;

    /** The text of a photo; null while there is none. */
    String text(String name) throws Exception;

    /** Why a photo came to rest among those that cannot be read; null while it has not. */
    String failure(String name) throws Exception;

    /** Whether nothing is left that would be delivered again. */
    boolean isDone() throws Exception;

    /** What a recipe dropped in its folder of texts. */
    static String dropped(Path folder, String name) throws IOException {
        Path text = folder.resolve("texts").resolve(name + ".txt");
        return Files.exists(text) ? Files.readString(text) : null;
    }
}
