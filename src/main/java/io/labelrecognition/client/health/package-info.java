/**
 * Whether photos would be read now, for probes and people: each check looks at one thing, and says in a sentence what is wrong with it. May use
 * {@code circuit}, {@code files}, {@code inbox}, {@code store} and {@code token}.
 */
package io.labelrecognition.client.health;
