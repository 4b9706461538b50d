/**
 * What outlives the process: what was sent and became of it, and how many calls a month has seen. May use {@code circuit}, {@code files},
 * {@code metrics} and {@code wire}.
 */
package io.labelrecognition.client.store;
