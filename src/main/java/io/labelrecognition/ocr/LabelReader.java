package io.labelrecognition.ocr;

import io.labelrecognition.ocr.detection.TextDetector;
import io.labelrecognition.ocr.language.Lexicon;
import io.labelrecognition.ocr.language.Spelling;
import io.labelrecognition.ocr.model.FloatBuffers;
import io.labelrecognition.ocr.model.LateNetwork;
import io.labelrecognition.ocr.model.Models;
import io.labelrecognition.ocr.model.Network;
import io.labelrecognition.ocr.model.OwnModels;
import io.labelrecognition.ocr.model.UnpackedLibraries;
import io.labelrecognition.ocr.photo.Photo;
import io.labelrecognition.ocr.photo.PhotoDecoder;
import io.labelrecognition.ocr.photo.Pixels;
import io.labelrecognition.ocr.recognition.Alphabet;
import io.labelrecognition.ocr.recognition.LineRecognizer;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text on photos of labels, signs, price tags and plates, in process and offline.
 *
 * <pre>{@code
 * try (LabelReader reader = LabelReader.open()) {
 *     Reading reading = reader.read(Files.readAllBytes(photo), ReadingOptions.DEFAULT);
 *     System.out.print(reading.text());
 * }
 * }</pre>
 *
 * <p>Threads may share a reader, and should: the models are loaded once, and photos read at the same time scale with the cores.
 */
public final class LabelReader implements AutoCloseable {
    /** Regions may overlap, but what is read is bounded by what is there. */
    private static final long MOST_OFTEN = 4;
    private static final PhotoDecoder DECODER = new PhotoDecoder();

    private final Network detection;
    private final Network recognition;
    /** Null where it is not asked. */
    private final LateNetwork secondRecognition;
    private final LineWorkers workers;
    private final PageReader pages;
    private final Spelling spelling;

    /** @param own null for those of the class path */
    private LabelReader(int threads, Set<Method> methods, OwnModels own) {
        if (threads < 1) {
            throw new IllegalArgumentException("a photo is read by 1 thread or more, not " + threads);
        }
        boolean simplified = methods.contains(Method.SIMPLIFIED_GRAPHS);
        String[] characters = own == null ? Models.characters() : own.characters();
        String learned = own == null ? Models.learnedSigns() : "";
        Alphabet alphabet = methods.contains(Method.ENGLISH_ALPHABET) ? Alphabet.english(characters, learned) : Alphabet.whole(characters, learned);
        recognition = own == null ? Models.recognition(1, alphabet.classes(), simplified, methods.contains(Method.LEARNED_WEIGHTS))
                : own.recognition(alphabet.classes());
        detection = own == null ? Models.detection(threads, simplified) : own.detection(threads);
        secondRecognition = own == null && methods.contains(Method.SECOND_NETWORK)
                ? new LateNetwork(() -> Models.secondRecognition(1, alphabet.classes(), simplified)) : null;
        Lexicon english = Lexicon.english();
        spelling = new Spelling(english);
        UnpackedLibraries.delete();
        UnpackedLibraries.sweep();
        workers = new LineWorkers(threads - 1);
        FloatBuffers buffers = new FloatBuffers();
        pages = new PageReader(new TextDetector(detection, buffers, methods),
                new LineRecognizer(recognition, secondRecognition, alphabet,
                        methods.contains(Method.LEXICON) ? english : Lexicon.none(), buffers, methods), workers, methods);
    }

    /** Loads the models from the class path, some hundred milliseconds; a photo is read by as many threads as there are cores. */
    public static LabelReader open() {
        return open(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Loads the models from the class path.
     *
     * @param threads how many threads work on one photo, 1 or more. With 1 a photo takes the least CPU time: best where several
     *                photos are read at the same time anyway
     */
    public static LabelReader open(int threads) {
        return open(threads, EnumSet.allOf(Method.class));
    }

    /**
     * Loads the models from the class path, to measure what single methods are worth.
     *
     * @param threads how many threads work on one photo, 1 or more
     * @param methods what is to be at work
     */
    public static LabelReader open(int threads, Set<Method> methods) {
        return new LabelReader(threads, methods, null);
    }

    /**
     * Loads models of the PP-OCR family from a folder: a detection network {@code *det*.onnx}, a recognition network {@code *rec*.onnx} with lines
     * of 48 pixels, and its characters, {@code *keys*.txt} or {@code *dict*.txt}, one a line.
     *
     * @param threads how many threads work on one photo, 1 or more
     * @throws IllegalArgumentException if the folder does not hold such models, with a message that says what does not fit
     */
    public static LabelReader open(int threads, Path models) {
        return new LabelReader(threads, EnumSet.allOf(Method.class), new OwnModels(models));
    }

    /**
     * Reads one photo.
     *
     * @param photo   the bytes of an image file: JPEG, PNG, GIF (its first frame), BMP, TIFF (its first page) or WebP, whatever its name;
     *                an orientation noted in it (EXIF) is honoured
     * @param options how to read it
     * @return its lines, in the order in which a person reads them; none where there is no text
     * @throws UnreadablePhotoException if the bytes are no image of a known format, its header asks for more than can be read, or the
     *                                  regions together are more than four times as large as the photo
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile; it stays interrupted
     */
    public Reading read(byte[] photo, ReadingOptions options) throws UnreadablePhotoException {
        Photo decoded = DECODER.decode(photo);
        Pixels page = page(decoded, options);
        List<Line> lines = new ArrayList<>();
        List<Rectangle> regions = regions(options, page, decoded.reduction());
        if (regions.stream().mapToLong(region -> (long) region.width * region.height).sum() > MOST_OFTEN * page.width() * page.height()) {
            throw new UnreadablePhotoException("The regions overlap so much that the photo would be read more than " + MOST_OFTEN + " times.");
        }
        for (Rectangle region : regions) {
            for (Line line : pages.read(page.part(region), options)) {
                Line spelled = options.spellCheck() ? line.spelled(spelling::corrected) : line;
                lines.add(spelled.scaled(decoded.reduction(), region.x * decoded.reduction(), region.y * decoded.reduction()));
            }
        }
        return new Reading(lines, decoded.warnings(), page.width() * decoded.reduction(), page.height() * decoded.reduction());
    }

    /** The picture that a photo is read on. */
    public static Picture picture(byte[] photo, ReadingOptions options) throws UnreadablePhotoException {
        Photo decoded = DECODER.decode(photo);
        boolean asItIs = decoded.isPlainJpeg() && Math.floorMod(options.rotation(), 360) == 0 && !options.binarization();
        return new Picture(page(decoded, options).toImage(), asItIs ? Optional.of(photo) : Optional.empty());
    }

    private static Pixels page(Photo decoded, ReadingOptions options) {
        Pixels page = decoded.pixels().turnedClockwise(options.rotation());
        return options.binarization() ? page.blackAndWhite() : page;
    }

    /** The parts to read, in pixels as they were decoded. */
    private static List<Rectangle> regions(ReadingOptions options, Pixels page, int reduction) {
        Rectangle whole = new Rectangle(page.width(), page.height());
        if (options.regions().isEmpty()) {
            return List.of(whole);
        }
        return options.regions().stream()
                .map(region -> new Rectangle(region.x / reduction, region.y / reduction,
                        region.width / reduction, region.height / reduction).intersection(whole))
                .filter(region -> !region.isEmpty()).toList();
    }

    /** Frees the models; nobody may be reading any more. */
    @Override
    public void close() {
        workers.close();
        detection.close();
        recognition.close();
        if (secondRecognition != null) {
            secondRecognition.close();
        }
    }
}
