/**
 * Settings as users write them: what each takes, how {@code label.*} becomes parameters of the Kamelets, and the host's account. May use
 * {@code wire}.
 */
package io.labelrecognition.client.settings;
