package io.labelrecognition.ocr.photo;

/** What the frame header of a JPEG says (ITU-T T.81, B.2.2). */
final class JpegFrame {
    private JpegFrame() {
    }

    static boolean isProgressive(byte[] jpeg) {
        int at = 2;
        while (at + 4 <= jpeg.length) {
            int marker = jpeg[at + 1] & 255;
            if ((jpeg[at] & 255) != 0xff || marker == 0xff) {
                at++;
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return marker == 0xc2 || marker == 0xc6 || marker == 0xca || marker == 0xce;
            } else {
                at += 2 + ((jpeg[at + 2] & 255) << 8 | jpeg[at + 3] & 255);
            }
        }
        return false;
    }
}
