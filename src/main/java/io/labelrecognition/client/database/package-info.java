/**
 * The shared store in a PostgreSQL database: nodes with leases, what they hold, what was sent, and the calls of the month. May use
 * {@code circuit}, {@code metrics} and {@code store}.
 */
package io.labelrecognition.client.database;
