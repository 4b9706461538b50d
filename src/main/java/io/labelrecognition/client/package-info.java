/**
 * The client of the recognition service behind the routes, in rooms: this one holds what all of them share, such as the one exception
 * that a host meets. It uses none of the others.
 */
package io.labelrecognition.client;
