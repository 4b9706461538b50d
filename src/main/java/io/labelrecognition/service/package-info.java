/**
 * The local service behind its routes: the three calls of label recognition, answered on this machine by a real text reader.
 *
 * <p>{@link io.labelrecognition.service.LocalService} makes the beans that {@code routes/local-service.camel.yaml} names. The class
 * path alone starts nothing.
 */
package io.labelrecognition.service;
