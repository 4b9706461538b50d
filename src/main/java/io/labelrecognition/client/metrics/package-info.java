/**
 * What is counted and timed, for whoever watches: each room says what it has to say here, and this room takes it to the meter registry of the
 * host, where it has one. Uses no other room.
 */
package io.labelrecognition.client.metrics;
