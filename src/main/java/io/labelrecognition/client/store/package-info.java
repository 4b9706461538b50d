/**
 * What outlives the process: what was sent and became of it, and how many calls a month has seen. May use {@code files} and {@code wire}.
 */
package io.labelrecognition.client.store;
