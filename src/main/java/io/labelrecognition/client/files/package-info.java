/**
 * What has to be known of files beyond what the JDK says: forced to disk, locked, for their owner only, still the same, whole. Uses no
 * other room.
 */
package io.labelrecognition.client.files;
