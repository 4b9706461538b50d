package io.labelrecognition.app;

/** The standalone application. */
public final class LabelRecognition {
    private LabelRecognition() {
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("label recognition");
    }
}
