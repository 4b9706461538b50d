/**
 * When to ask for a result, learnt from how long the last ones took. Uses no other room.
 */
package io.labelrecognition.client.polling;
