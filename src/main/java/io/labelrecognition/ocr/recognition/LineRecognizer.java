package io.labelrecognition.ocr.recognition;

import io.labelrecognition.ocr.Method;
import io.labelrecognition.ocr.detection.TextArea;
import io.labelrecognition.ocr.language.Lexicon;
import io.labelrecognition.ocr.model.FloatBuffers;
import io.labelrecognition.ocr.model.LateNetwork;
import io.labelrecognition.ocr.model.Network;
import io.labelrecognition.ocr.photo.Pyramid;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * Reads single lines with the PP-OCRv4 mobile network, an SVTR (Du et al., "SVTR: Scene Text Recognition with a Single Visual
 * Model", IJCAI 2022): {@code [1][3][48][width]} in, {@code [1][width / 8][classes]} out.
 *
 * <p>Threads may share a recognizer.
 */
public final class LineRecognizer {
    /** Below this it is no line, and no other look makes one of it: looking all the same took a sixth of the CPU time. */
    private static final double HOPELESS = .45;
    /** Below this a line is dropped: what is guessed is wrong more often than right. */
    private static final double LEAST_CONFIDENCE = .6;
    /** The same for a single character: any stroke, leaf or logo resembles one. */
    private static final double LEAST_CONFIDENCE_OF_ONE = .9;
    /**
     * Below this a line is looked at again, with a little more room above and below and then stretched: the box is a guess, and condensed lettering
     * has too few columns for the network to tell its letters apart.
     */
    private static final double SURE = .9;
    private static final double MORE_ROOM = 1.15;
    private static final double WIDER = 1.25;
    /** Below this, less where it is no English, a line is shown to the second network: it takes a tenth of the CPU time. */
    private static final double UNSURE = .85;
    /** Below this it may be upside down. */
    private static final double HARDLY_READ = .8;
    private static final double CLEARLY_BETTER = .1;
    private static final double NARROW_LETTER = 2.5;

    /** What it weighs that a line is made of known words, against its mean probability. */
    private static final double KNOWN_WORDS = .15;

    private final Network network;
    private final LateNetwork secondNetwork;
    private final FloatBuffers buffers;
    private final Alphabet alphabet;
    private final CtcDecoder decoder;
    private final Set<Method> methods;
    private final double knownWords;

    /**
     * @param network       a recognition network that gives out the classes of the alphabet
     * @param secondNetwork another one, which is asked about unsure lines; null for none
     * @param lexicon       the words of the language; may be empty
     */
    public LineRecognizer(Network network, LateNetwork secondNetwork, Alphabet alphabet, Lexicon lexicon, FloatBuffers buffers, Set<Method> methods) {
        this.network = network;
        this.secondNetwork = secondNetwork;
        this.buffers = buffers;
        this.alphabet = alphabet;
        this.decoder = new CtcDecoder(alphabet, lexicon, methods.contains(Method.SPACES_BY_GAP));
        this.methods = methods;
        this.knownWords = lexicon.isEmpty() ? 0 : KNOWN_WORDS;
    }

    /** The text in an area and which way up it stands; empty where nothing legible is. */
    public Optional<ReadArea> read(Pyramid photo, TextArea area) {
        ReadArea read = plainly(photo, area);
        if (read.text().confidence() < HARDLY_READ && methods.contains(Method.UPSIDE_DOWN)) {
            read = better(read, plainly(photo, area.upsideDown()), CLEARLY_BETTER);
        }
        boolean isOne = read.text().text().length() == 1;
        if ((isOne || read.text().confidence() < HARDLY_READ) && isShortAndRunsDown(area) && methods.contains(Method.UPSIDE_DOWN)) {
            ReadArea upright = plainly(photo, area.quarterTurned());
            read = isOne ? better(upright, read, CLEARLY_BETTER) : better(read, upright, CLEARLY_BETTER);
            // no price has its currency lying down
            read = read.text().isSign() ? new ReadArea(upright.area(), read.text()) : read;
        }
        if (read.text().confidence() < HOPELESS) {
            return Optional.empty();
        }
        if (read.text().confidence() < SURE && methods.contains(Method.SECOND_LOOK)) {
            TextArea stands = read.area();
            read = likelier(read, new ReadArea(stands, recognize(network, photo, stands.taller(MORE_ROOM), 1)));
            read = likelier(read, new ReadArea(stands, recognize(network, photo, stands, WIDER)));
        }
        if (credibility(read) < UNSURE && secondNetwork != null) {
            read = likelier(read, new ReadArea(read.area(), recognize(secondNetwork.get(), photo, read.area(), 1)));
        }
        return Optional.of(read).filter(it -> it.text().isText() && credibility(it) >= least(it.text()));
    }

    /** Such is a narrow letter more often than a line downwards. */
    private static boolean isShortAndRunsDown(TextArea area) {
        return !area.bent() && area.runsDown() && area.length() < NARROW_LETTER * area.height();
    }

    private static double least(RecognizedText text) {
        return text.text().length() == 1 ? LEAST_CONFIDENCE_OF_ONE : LEAST_CONFIDENCE;
    }

    private ReadArea plainly(Pyramid photo, TextArea area) {
        return new ReadArea(area, recognize(network, photo, area, 1));
    }

    private static ReadArea better(ReadArea read, ReadArea other, double by) {
        return other.text().confidence() > read.text().confidence() + by ? other : read;
    }

    private ReadArea likelier(ReadArea read, ReadArea other) {
        return credibility(other) > credibility(read) ? other : read;
    }

    /** The confidence, less a little where a line is no English; a character on its own is of no language. */
    private double credibility(ReadArea read) {
        double unknown = read.text().text().length() == 1 ? 0 : 1 - read.text().known();
        return read.text().confidence() - knownWords * unknown;
    }

    private RecognizedText recognize(Network by, Pyramid photo, TextArea area, double stretch) {
        Strip strip = new Strip(area, stretch);
        int width = strip.width();
        int steps = width / Strip.STEP;
        FloatBuffer input = buffers.borrow(3 * Strip.HEIGHT * width);
        float[] probability = new float[steps * alphabet.size()];
        FloatBuffer output = buffers.borrow(probability.length);
        try {
            strip.into(photo, input);
            by.run(input, new long[] {1, 3, Strip.HEIGHT, width}, output, new long[] {1, steps, alphabet.size()});
            output.get(0, probability);
            return decoder.decode(probability, steps, strip.length());
        } finally {
            buffers.giveBack(input);
            buffers.giveBack(output);
        }
    }
}
