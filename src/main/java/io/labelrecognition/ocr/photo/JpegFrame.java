package io.labelrecognition.ocr.photo;

/**
 * What the frame header of a JPEG says (ITU-T T.81, B.2.2).
 *
 * @param progressive whether the whole file has to be taken in before a pixel is known
 * @param components  1 for grey, 3 for colour, 4 for printing inks
 */
record JpegFrame(boolean progressive, int components) {

    /** The first frame; of a file without one, a plain coloured one. */
    static JpegFrame of(byte[] jpeg) {
        int at = 2;
        while (at + 10 <= jpeg.length) {
            int marker = jpeg[at + 1] & 255;
            if ((jpeg[at] & 255) != 0xff || marker == 0xff) {
                at++;
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return new JpegFrame((marker & 3) == 2, jpeg[at + 9] & 255);
            } else {
                at += 2 + ((jpeg[at + 2] & 255) << 8 | jpeg[at + 3] & 255);
            }
        }
        return new JpegFrame(false, 3);
    }
}
