package io.labelrecognition.client.plugin;

import io.labelrecognition.client.settings.KameletPropertiesSource;
import io.labelrecognition.client.settings.SettingRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a start with a parameter that cannot be used, or that there is not, with all of them in one message: before a route is made of a
 * Kamelet, because that would fail at the first of them, in the words of whatever met it.
 */
final class KameletParameterCheck extends LifecycleStrategySupport implements EndpointStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(KameletParameterCheck.class);
    private static final Set<String> OURS = Set.of("label-inbox-source", "label-recognition-action", "label-fallback-action");
    /** What Camel itself puts among the parameters of a Kamelet. */
    private static final Set<String> CAMELS = Set.of("templateId", "routeId", "uuid", "noErrorHandler", "bridgeErrorHandler", "location",
            "parentRouteId", "parentProcessorId");
    private static final Pattern INSTANCE = Pattern.compile("camel\\.route-?[tT]emplate\\[([^]]+)]\\.(.+)");
    private static final Set<String> OF_AN_INSTANCE = Set.of("inboxFolder", "outboxFolder", "doneFolder", "failedFolder", "include", "settle",
            "maxInFlight", "recognition");
    private static final Set<String> OF_ALL_INSTANCES = Set.of("template-id", "templateId", "route-id", "routeId", "prefix-id", "prefixId", "group");

    private final CamelContext context;
    private final Set<String> problems = new TreeSet<>();
    private boolean initialized;

    /** @param initialized whether routes are made already: from then on each use is looked at as it comes */
    KameletParameterCheck(CamelContext context, boolean initialized) {
        this.context = context;
        this.initialized = initialized;
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        if (endpoint instanceof KameletEndpoint kamelet && OURS.contains(kamelet.getTemplateId())) {
            List<String> found = problems(kamelet);
            if (!found.isEmpty() && initialized) {
                throw new IllegalArgumentException(SettingRules.message(found));
            }
            problems.addAll(found);
        }
        return endpoint;
    }

    private static List<String> problems(KameletEndpoint kamelet) {
        Set<String> foreign = Stream.concat(CAMELS.stream(), SettingRules.settings().stream().flatMap(name -> KameletPropertiesSource.parameters(name).stream()))
                .collect(Collectors.toSet());
        return SettingRules.problems(kamelet.getTemplateId(), kamelet.getKameletProperties(), foreign);
    }

    @Override
    public void onContextInitializing(CamelContext camel) {
        LabelRecognitionPlugin.bindProperties(camel);
    }

    @Override
    public void onContextInitialized(CamelContext camel) throws VetoCamelContextStartException {
        initialized = true;
        // the name label is nobody's alone: a host may have settings of its own that begin so
        camel.getPropertiesComponent().loadProperties(name -> name.startsWith("label.") && !SettingRules.settings().contains(name)
                        && SettingRules.nearest(name, SettingRules.settings()).isPresent())
                .stringPropertyNames().forEach(name -> LOG.warn("{}", SettingRules.unknown(name, SettingRules.settings())));
        problems.addAll(ofInstances());
        if (!problems.isEmpty()) {
            throw new VetoCamelContextStartException(SettingRules.message(List.copyOf(problems)), camel);
        }
    }

    /** Of the route templates that camel-main makes of properties: what is no parameter there is passed over without a word. */
    private List<String> ofInstances() {
        Properties given = context.getPropertiesComponent().loadProperties(name -> INSTANCE.matcher(name).matches());
        Map<String, Map<String, String>> instances = new HashMap<>();
        for (String name : given.stringPropertyNames()) {
            Matcher property = INSTANCE.matcher(name);
            if (property.matches()) {
                instances.computeIfAbsent(property.group(1), unused -> new HashMap<>()).put(property.group(2), given.getProperty(name));
            }
        }
        List<String> found = new ArrayList<>();
        instances.forEach((instance, parameters) -> {
            if ("label-inbox".equals(parameters.getOrDefault("template-id", parameters.get("templateId")))) {
                parameters.keySet().stream().filter(name -> !OF_AN_INSTANCE.contains(name) && !OF_ALL_INSTANCES.contains(name))
                        .forEach(name -> found.add("camel.route-template[" + instance + "]." + advice(name)));
                String recognition = parameters.getOrDefault("recognition", "");
                if (recognition.replaceFirst("\\?.*", "").endsWith("/" + parameters.getOrDefault("route-id", instance))) {
                    found.add("camel.route-template[" + instance + "].recognition is " + recognition.replaceFirst("\\?.*", "")
                            + ": give it another name than the inbox, both become ids of routes");
                }
            }
        });
        return found;
    }

    private static String advice(String name) {
        return SettingRules.parameters("label-recognition-action").contains(name)
                ? name + " is a parameter of the recognition: set camel.kamelet.label-recognition-action.NAME." + name
                        + ", and recognition to kamelet:label-recognition-action/NAME"
                : SettingRules.unknown(name, OF_AN_INSTANCE);
    }
}
