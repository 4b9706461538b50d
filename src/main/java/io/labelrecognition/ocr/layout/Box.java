package io.labelrecognition.ocr.layout;

/** The extents of something, in pixels. */
record Box(double left, double top, double right, double bottom) {
    static Box at(double x, double y) {
        return new Box(x, y, x, y);
    }

    Box with(Box other) {
        return new Box(Math.min(left, other.left), Math.min(top, other.top), Math.max(right, other.right), Math.max(bottom, other.bottom));
    }

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    /** How much of the narrower one's width the two share, up to 1; negative where a gap lies between them. */
    double sharedWidth(Box other) {
        return -gapAcross(other) / Math.max(1, Math.min(width(), other.width()));
    }

    /** How much of the lower one's height the two share, up to 1; negative where a gap lies between them. */
    double sharedHeight(Box other) {
        return -gapDown(other) / Math.max(1, Math.min(height(), other.height()));
    }

    /** From the lower edge of the upper one to the upper edge of the lower one; negative where they share some height. */
    double gapDown(Box other) {
        return Math.max(top, other.top) - Math.min(bottom, other.bottom);
    }

    /** From the right edge of the left one to the left edge of the right one; negative where they share some width. */
    double gapAcross(Box other) {
        return Math.max(left, other.left) - Math.min(right, other.right);
    }
}
