package io.labelrecognition.service;

import io.labelrecognition.client.wire.RecognitionSettings;

/**
 * A photo that was sent to be read.
 *
 * @param image    the bytes of the image file; never empty
 * @param settings as they were sent
 */
record PhotoRequest(byte[] image, RecognitionSettings settings) {
}
