/**
 * Circuit breakers: while no photo can succeed with an account, or be put anywhere by an inbox, none is tried. Uses no other room.
 */
package io.labelrecognition.client.circuit;
