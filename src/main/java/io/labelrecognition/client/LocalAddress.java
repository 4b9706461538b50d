package io.labelrecognition.client;

/**
 * Where an application finds the service that it serves itself.
 *
 * @param url  the base URL for its own calls; the port may be another at each start
 * @param name what the journal knows it by, the same at each start
 */
public record LocalAddress(String url, String name) {
    /** The name it is bound by in the Camel context, by whoever serves. */
    public static final String BEAN = "labelLocalService";
}
