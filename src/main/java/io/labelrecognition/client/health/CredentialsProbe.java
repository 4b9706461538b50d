package io.labelrecognition.client.health;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.token.AccessTokenSource;
import io.labelrecognition.client.token.ServiceAccount;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the credentials of an account whose token nobody has asked for yet, or not lately: beside, once at a time, and not while the circuit is
 * open. Asking for a token costs nothing. Threads may share it.
 */
final class CredentialsProbe {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialsProbe.class);

    private final Set<ServiceAccount> asking = ConcurrentHashMap.newKeySet();
    /** Those that were accepted once: when their token is due, they are as good as ever until the service says otherwise. */
    private final Set<ServiceAccount> accepted = ConcurrentHashMap.newKeySet();

    /** Whether the service has given a token; where that is no longer good, another is asked for. */
    boolean isAccepted(AccessTokenSource source) {
        ServiceAccount account = source.account();
        if (source.hasToken()) {
            accepted.add(account);
            return true;
        }
        if (asking.add(account)) {
            Thread thread = new Thread(() -> ask(source, account), "label-health");
            thread.setDaemon(true);
            thread.start();
        }
        return accepted.contains(account);
    }

    private void ask(AccessTokenSource source, ServiceAccount account) {
        try {
            source.token();
        } catch (LabelRecognitionException | RuntimeException e) {
            // it has opened the circuit, where the next look finds it
            accepted.remove(account);
            LOG.debug("No access token for {}: {}", account.name(), e.toString());
        } finally {
            asking.remove(account);
        }
    }
}
