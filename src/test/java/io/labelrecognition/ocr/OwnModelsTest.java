package io.labelrecognition.ocr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in a folder: the older networks that come in the same jar, which the reader does not use of its own accord. */
class OwnModelsTest {
    private static final String DETECTION = "ch_PP-OCRv3_det_infer.onnx";
    private static final String RECOGNITION = "ch_PP-OCRv3_rec_infer.onnx";
    private static final String KEYS = "ppocr_keys_v1.txt";

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        put(DETECTION, DETECTION);
        put(RECOGNITION, RECOGNITION);
        put(KEYS, KEYS);
    }

    private void put(String resource, String name) throws IOException {
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("models/" + resource)) {
            Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String refused() {
        return assertThrows(IllegalArgumentException.class, () -> LabelReader.open(1, folder).close()).getMessage();
    }

    private void refusedFor(String... words) {
        String message = refused();
        List.of(words).forEach(word -> assertTrue(message.contains(word), message));
    }

    @Test
    void theyRead() throws Exception {
        byte[] photo = new DrawnLabel(640, 200).text("WHOLE MILK 24", 60, 100, 48).as("png");
        try (LabelReader reader = LabelReader.open(1, folder)) {
            assertEquals("WHOLE MILK 24\n", reader.read(photo, ReadingOptions.DEFAULT).text());
        }
    }

    @Test
    void aFileThatIsMissingIsNamed() throws Exception {
        Files.delete(folder.resolve(KEYS));
        refusedFor(folder.toString(), "*keys*.txt");
        put(KEYS, KEYS);
        Files.delete(folder.resolve(DETECTION));
        refusedFor(folder.toString(), "*det*.onnx");
    }

    @Test
    void ofTwoNoneIsGuessed() throws Exception {
        put(RECOGNITION, "latin_rec.onnx");
        refusedFor("too many", "latin_rec.onnx", RECOGNITION);
    }

    @Test
    void networksThatWereExchangedAreTold() throws Exception {
        put(DETECTION, RECOGNITION);
        refusedFor(RECOGNITION, "no recognition network");
        put(RECOGNITION, RECOGNITION);
        put(RECOGNITION, DETECTION);
        refusedFor(DETECTION, "no detection network");
    }

    @Test
    void charactersOfAnotherNetworkAreTold() throws Exception {
        Files.writeString(folder.resolve(KEYS), "a\nb\nc\n");
        refusedFor(KEYS, "3 characters", "6623");
    }

    @Test
    void aDamagedFileIsTold() throws Exception {
        Files.write(folder.resolve(DETECTION), "not a network".getBytes());
        refusedFor(DETECTION, "can be loaded");
    }

    @Test
    void aHalfFileIsTold() throws Exception {
        byte[] whole = Files.readAllBytes(folder.resolve(RECOGNITION));
        Files.write(folder.resolve(RECOGNITION), Arrays.copyOf(whole, whole.length / 2));
        refusedFor(RECOGNITION, "can be loaded");
    }
}
