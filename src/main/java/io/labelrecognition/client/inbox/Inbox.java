package io.labelrecognition.client.inbox;

import io.labelrecognition.client.settings.HostAccount;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * An inbox of a Camel context as it is set up: its folders, and who reads its photos.
 *
 * @param outbox     null where the texts go elsewhere than to a folder
 * @param serviceUrl null, as the two after it, where the photos are read by something else than the Kamelet
 * @param clientId   null where there is none
 * @param hasAccountOfHost whether that is the host's, for want of one of the inbox's own
 * @param journal    null where there is none
 * @param store      the data source of the shared store that its recognition has in the place of a journal; null where there is none
 * @param isShared   whether that is the inbox's own, too
 */
public record Inbox(String folder, String outbox, String done, String failed, String serviceUrl, String clientId, boolean hasAccountOfHost,
                    String journal, String store, boolean isShared) {
    private static final String SOURCE = "label-inbox-source";
    private static final String RECOGNITION = "label-recognition-action";

    /** All inboxes of a context whose routes have been made. */
    public static List<Inbox> all(CamelContext context) {
        return ((ModelCamelContext) context).getRouteDefinitions().stream()
                .filter(route -> route.getTemplateParameters() != null && SOURCE.equals(route.getTemplateParameters().get("templateId")))
                .map(route -> of(context, route)).toList();
    }

    private static Inbox of(CamelContext context, RouteDefinition route) {
        Values inbox = new Values(context, SOURCE, route.getTemplateParameters());
        Endpoint reader = context.hasEndpoint(inbox.get("recognition"));
        boolean isOurs = reader instanceof KameletEndpoint kamelet && kamelet.getTemplateId().equals(RECOGNITION);
        Values recognition = new Values(context, RECOGNITION, isOurs ? ((KameletEndpoint) reader).getKameletProperties() : Map.of());
        String own = recognition.get("clientId");
        return new Inbox(inbox.get("inboxFolder"), inbox.get("outboxFolder"), inbox.get("doneFolder"), inbox.get("failedFolder"),
                isOurs ? recognition.get("serviceUrl") : null,
                isOurs && own == null ? new HostAccount(context).clientId() : own, isOurs && own == null,
                isOurs ? recognition.get("journal") : null, isOurs ? recognition.get("store") : inbox.get("store"),
                !isOurs || Objects.equals(inbox.get("store"), recognition.get("store")));
    }

    /**
     * Whether the inbox can work.
     *
     * @param hostUrl      the service that the account of the host is for; null where the host names none
     * @param hostClientId that account; null where there is none
     * @param localUrl     the service of this application, which knows that account alone; null where it serves none
     * @throws IllegalArgumentException if it cannot, with what to set
     */
    public void check(String hostUrl, String hostClientId, String localUrl) {
        if (serviceUrl == null) {
            return;
        }
        if (!isShared) {
            throw new IllegalArgumentException("The inbox " + folder + " and its recognition do not have the same shared store: set store of both, or of"
                    + " neither.");
        }
        if (journal != null && store == null) {
            Stream.of(folder, outbox, done, failed).filter(Objects::nonNull).forEach(this::checkJournal);
        }
        if (clientId == null) {
            throw new IllegalArgumentException("The inbox " + folder + " has no account at " + serviceUrl + ": set label.client-id and"
                    + " label.client-secret, or clientId and clientSecret of its recognition.");
        }
        if (serviceUrl.equals(localUrl) && !clientId.equals(hostClientId)) {
            throw new IllegalArgumentException("The inbox " + folder + " is read by the service on this machine, which does not know the"
                    + " account " + clientId + ": set serviceUrl of its recognition, too, or leave clientId and clientSecret out.");
        }
        if (hostUrl != null && !serviceUrl.equals(hostUrl) && hasAccountOfHost) {
            throw new IllegalArgumentException("The inbox " + folder + " would give the account of " + hostUrl + " to " + serviceUrl
                    + ": set clientId and clientSecret of its recognition beside serviceUrl.");
        }
    }

    private void checkJournal(String other) {
        Path ours = InboxFolders.Claims.real(Path.of(journal));
        Path theirs = InboxFolders.Claims.real(Path.of(other));
        if (ours.startsWith(theirs) || theirs.startsWith(ours)) {
            throw new IllegalArgumentException("The journal " + journal + " overlaps with the folder " + other
                    + " of an inbox: give it a folder of its own.");
        }
    }

    /** In one line, for whoever starts the application. */
    @Override
    public String toString() {
        return "inbox " + folder + (outbox == null ? "" : ": texts to " + outbox) + ", photos to " + done + " and " + failed
                + (serviceUrl == null ? "" : "; read at " + serviceUrl + " for " + clientId
                        + (store != null ? ", shared store " + store : journal == null ? ", without a journal" : ", journal " + journal));
    }

    /** What the parameters of a Kamelet come to: those given, else the Kamelet's own defaults. */
    private record Values(CamelContext context, String template, Map<String, Object> given) {
        /** Null where there is no value. */
        String get(String name) {
            Map<String, Object> values = new HashMap<>();
            RouteTemplateDefinition definition = ((ModelCamelContext) context).getRouteTemplateDefinition(template);
            if (definition != null) {
                definition.getTemplateParameters().forEach(parameter -> values.put(parameter.getName(), parameter.getDefaultValue()));
            }
            values.putAll(given);
            Object value = values.get(name);
            return value == null ? null : HostAccount.given(context.resolvePropertyPlaceholders(value.toString()));
        }
    }
}
