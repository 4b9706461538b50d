package io.labelrecognition.client.plugin;

import io.labelrecognition.client.LocalAddress;
import io.labelrecognition.client.inbox.Inbox;
import io.labelrecognition.client.metrics.Measured;
import io.labelrecognition.client.metrics.Metrics;
import io.labelrecognition.client.settings.HostAccount;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a start with an inbox that cannot work, and says of each that can where its photos and texts go. */
final class InboxStartupListener implements ExtendedStartupListener {
    private static final Logger LOG = LoggerFactory.getLogger("label-recognition");

    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) {
        List<Inbox> inboxes = Inbox.all(context);
        if (!inboxes.isEmpty()) {
            String url = HostAccount.given(context.resolvePropertyPlaceholders("{{label.service-url:}}"));
            String clientId = new HostAccount(context).clientId();
            LocalAddress local = context.getRegistry().lookupByNameAndType(LocalAddress.BEAN, LocalAddress.class);
            inboxes.forEach(inbox -> inbox.check(url, clientId, local == null ? null : local.url()));
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // not before all routes are
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        Inbox.all(context).forEach(inbox -> LOG.info("{}", inbox));
        Metrics metrics = context.getRegistry().lookupByNameAndType(LabelRecognitionPlugin.METRICS, Metrics.class);
        context.getRegistry().findByType(Measured.class).forEach(bean -> bean.measuredIn(metrics));
    }
}
