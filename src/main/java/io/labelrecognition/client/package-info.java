/**
 * The client of the recognition service behind the routes: access tokens, the conversation about one photo, when to ask again,
 * and the JSON records of the calls.
 */
package io.labelrecognition.client;
