/**
 * The standalone application: the watcher, the reading of single photos, the local service alone. Nothing uses it.
 */
package io.labelrecognition.app;
