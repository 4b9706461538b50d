package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.model.FloatBuffers;
import io.labelrecognition.ocr.model.Network;
import io.labelrecognition.ocr.photo.Pyramid;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Reads single lines with the PP-OCRv4 mobile network, an SVTR (Du et al., "SVTR: Scene Text Recognition with a Single Visual
 * Model", IJCAI 2022): {@code [1][3][48][width]} in, {@code [1][width / 8][classes]} out.
 *
 * <p>Threads may share a recognizer.
 */
public final class LineRecognizer {
    /** Below this the line is dropped: what is guessed is wrong more often than right. */
    private static final double LEAST_CONFIDENCE = .6;
    /** Below this the line may be upside down, which takes a second look. */
    private static final double SURE = .8;
    private static final double CLEARLY_BETTER = .1;

    private final Network network;
    private final FloatBuffers buffers;
    private final Alphabet alphabet;
    private final CtcDecoder decoder;

    /**
     * @param network a recognition network that gives out the classes of the alphabet
     */
    public LineRecognizer(Network network, Alphabet alphabet, FloatBuffers buffers) {
        this.network = network;
        this.buffers = buffers;
        this.alphabet = alphabet;
        this.decoder = new CtcDecoder(alphabet);
    }

    /** The text in an area and which way up it stands; empty where nothing legible is. */
    public Optional<ReadArea> read(Pyramid photo, TextArea area) {
        ReadArea read = new ReadArea(area, recognize(photo, area));
        if (read.text().confidence() < SURE) {
            TextArea turned = area.upsideDown();
            ReadArea other = new ReadArea(turned, recognize(photo, turned));
            if (other.text().confidence() > read.text().confidence() + CLEARLY_BETTER) {
                read = other;
            }
        }
        return Optional.of(read).filter(it -> it.text().confidence() >= LEAST_CONFIDENCE && it.text().isText());
    }

    private RecognizedText recognize(Pyramid photo, TextArea area) {
        Strip strip = new Strip(area);
        int width = strip.width();
        int steps = width / Strip.STEP;
        FloatBuffer input = buffers.borrow(3 * Strip.HEIGHT * width);
        float[] probability = new float[steps * alphabet.size()];
        FloatBuffer output = buffers.borrow(probability.length);
        try {
            strip.into(photo, input);
            network.run(input, new long[] {1, 3, Strip.HEIGHT, width}, output, new long[] {1, steps, alphabet.size()});
            output.get(0, probability);
            return decoder.decode(probability, steps);
        } finally {
            buffers.giveBack(input);
            buffers.giveBack(output);
        }
    }
}
