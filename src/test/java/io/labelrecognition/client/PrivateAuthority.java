package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;

/** A certificate authority that no machine knows, with the JDK's {@code keytool} in a folder, as the administrator of one would have it. */
public final class PrivateAuthority {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path keys;

    /** @param folder where its files go; each authority needs one of its own */
    public PrivateAuthority(Path folder) throws Exception {
        this.folder = folder;
        this.keys = folder.resolve("authority.p12");
        keytool(keys, PASSWORD, "-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=A private authority", "-ext", "bc:c");
        Files.writeString(certificate(), "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys().getCertificate("authority").getEncoded()) + "\n-----END CERTIFICATE-----\n");
    }

    /** The authority's certificate, as it is handed around: PEM. */
    public Path certificate() {
        return folder.resolve("authority.pem");
    }

    /** What a server needs that answers to these names, {@code ip:127.0.0.1} or {@code dns:localhost}. */
    public SSLContext server(String... names) throws Exception {
        return serverSince("-1d", names);
    }

    /** As {@link #server}, with a certificate that began then, as keytool has it, {@code -2y}, and was good for 90 days. */
    public SSLContext serverSince(String start, String... names) throws Exception {
        keytool(keys, PASSWORD, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=A service", "-signer", "authority",
                "-startdate", start, "-ext", "san=" + String.join(",", names));
        return SSLContexts.custom().loadKeyMaterial(keys(), PASSWORD.toCharArray(), (aliases, parameters) -> "server").build();
    }

    private KeyStore keys() throws Exception {
        return KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    }

    /** A new trust store with the authority's certificate; further options of keytool as they are. */
    public Path trustStore(String name, String password, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("-importcert", "-noprompt", "-alias", "authority", "-file", certificate().toString()));
        all.addAll(List.of(options));
        Path store = folder.resolve(name);
        keytool(store, password, all.toArray(String[]::new));
        return store;
    }

    public Path trustStore() throws Exception {
        return trustStore("trust.p12", PASSWORD);
    }

    static void keytool(Path store, String password, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", password));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
    }
}
