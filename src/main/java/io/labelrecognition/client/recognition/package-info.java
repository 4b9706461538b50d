/**
 * The conversation with the service about one photo: the steps of {@code label-recognition-action}. May use every room but those of
 * {@code inbox} and {@code plugin}.
 */
package io.labelrecognition.client.recognition;
