/**
 * The connection to a service, and what it means when a call fails: trust, proxy, time limits. Uses no other room.
 */
package io.labelrecognition.client.http;
