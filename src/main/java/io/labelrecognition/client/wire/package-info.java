/**
 * What goes over the wire: the JSON of requests and answers as records, and nothing that is done with them. Uses no other room.
 */
package io.labelrecognition.client.wire;
