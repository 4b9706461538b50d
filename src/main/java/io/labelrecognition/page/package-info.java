/**
 * The page on which a person sees what becomes of their photos, and hands in more of them. It looks at what the client holds and changes nothing
 * but files: photos into an inbox, and failed ones back into it.
 */
package io.labelrecognition.page;
