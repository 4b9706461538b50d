package io.labelrecognition.ocr;

/**
 * What the reader does beyond running two networks. All of it is at work in {@link LabelReader#open()}; each can be left out to
 * measure what it is worth.
 */
public enum Method {
    /** The networks' graphs are rewritten as they are loaded: the same text in less CPU time. */
    SIMPLIFIED_GRAPHS,
    /** The recognition network reads with what it has learned on drawn lines, beyond what it was published with. */
    LEARNED_WEIGHTS,
    /** Spaces are put in by the width of the gaps, as the network, trained on Chinese, hardly ever does so itself. */
    SPACES_BY_GAP,
    /** Decoding knows only the characters that English labels bear, out of some 6,600. */
    ENGLISH_ALPHABET,
    /** Black around the photo, so that lettering that touches its edge is found. */
    BORDER,
    /** Text on arches and cans is straightened along a curve. */
    BENT_LINES,
    /** Small lettering that was found on a large photo is looked at more closely, with what is around it. */
    TILES,
    /** Neighbouring words in large lettering are kept out of each other. */
    PARTED_NEIGHBOURS,
    /** Lines hardly read are looked at upside down too. */
    UPSIDE_DOWN,
    /** A photo taken sideways, upside down or far from level is looked at again as a whole, turned as its text runs. */
    STRAIGHTENED,
    /** Unsure lines are looked at again with more room around them. */
    SECOND_LOOK,
    /** The words of English tip what the network leaves open. */
    LEXICON,
    /** Unsure lines are shown to the recognition network with all that it has learned, of which it usually reads with a part. */
    SECOND_NETWORK,
    /** What stands on one line with the amounts of a column is read with them, as on a receipt. */
    AMOUNTS,
    /** Price tags beside each other are read one after the other. */
    TAGS,
    /** Lines are ordered by blocks and columns rather than from the top alone. */
    BLOCKS
}
