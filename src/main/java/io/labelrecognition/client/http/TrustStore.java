package io.labelrecognition.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * A file with the certificate authorities to trust, as {@code keytool -importcert} makes it: PKCS12 or JKS, without a password or with
 * Java's usual one. Certificates are public: the password keeps nothing secret, so there is no setting for it.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/keytool.html">keytool, for "changeit"</a>
 */
final class TrustStore {
    private static final char[] USUAL_PASSWORD = "changeit".toCharArray();

    private TrustStore() {
    }

    /**
     * Trusts the authorities in this file, and no other.
     *
     * @throws IllegalArgumentException if there are none to be read; the message says which file, and why, and is all there is to say
     */
    static SSLContext context(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("The trust store (label.trust-store) is not there, or not a file: " + file.toAbsolutePath());
        }
        try {
            return SSLContexts.custom().loadTrustMaterial(open(file), null).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("The trust store (label.trust-store) cannot be used: " + file.toAbsolutePath() + ": "
                    + (e instanceof EOFException ? "it is cut short" : e.getMessage()) + ". It takes a file that keytool -importcert has made, without a password or with changeit.");
        }
    }

    private static KeyStore open(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(file.toFile(), (char[]) null);
        if (!hasCertificates(store)) {
            // without the password, Java leaves the encrypted certificates of a PKCS12 file out and says nothing of it
            store = KeyStore.getInstance(file.toFile(), USUAL_PASSWORD);
        }
        if (!hasCertificates(store)) {
            throw new KeyStoreException("it holds no trusted certificate");
        }
        return store;
    }

    private static boolean hasCertificates(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) != null) {
                return true;
            }
        }
        return false;
    }
}
