/**
 * A watched folder: which photos are taken up and when, and where they and what came of them go; the steps of {@code label-inbox-source}.
 * May use every room but {@code plugin}.
 */
package io.labelrecognition.client.inbox;
