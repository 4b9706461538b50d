/**
 * The connection to a service, and what it means when a call fails: trust, proxy, time limits; and what is recorded of it. Uses files.
 */
package io.labelrecognition.client.http;
