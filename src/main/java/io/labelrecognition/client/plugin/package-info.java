/**
 * Where the rooms meet a Camel context: what lives once in it is bound, and what is set up wrongly is refused before it starts. Nothing
 * uses this room; Camel finds it on the class path.
 */
package io.labelrecognition.client.plugin;
