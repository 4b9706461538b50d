/**
 * Access tokens: one for each account, cached, asked for once by however many wait for it. May use {@code circuit}, {@code http},
 * {@code settings} and {@code wire}.
 */
package io.labelrecognition.client.token;
