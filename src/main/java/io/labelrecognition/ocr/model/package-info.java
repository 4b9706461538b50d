/** The networks: loaded from the class path, simplified, run by ONNX Runtime. */
package io.labelrecognition.ocr.model;
