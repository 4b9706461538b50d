package io.labelrecognition.examples.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.v1.Kamelet;
import org.apache.camel.v1.kameletspec.Template;
import org.junit.jupiter.api.Test;

/** The manifests, and the Kamelets, are what a cluster takes: read into the classes that are generated of its schemas, where nothing unknown has a place. */
class ManifestsTest {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of("Secret", Secret.class, "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "Deployment", Deployment.class, "PodMonitor", PodMonitor.class);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                /** The classes keep what they do not know; only the template of a Kamelet may hold anything. */
                @Override
                public Boolean hasAnySetter(Annotated where) {
                    return where instanceof AnnotatedMember member && member.getDeclaringClass() == Template.class ? super.hasAnySetter(where) : Boolean.FALSE;
                }
            });

    private static List<JsonNode> documents() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(Path.of("label-recognition.yaml").toFile()).forEachRemaining(all::add);
        return all;
    }

    private static HasMetadata resource(JsonNode document) throws IOException {
        return YAML.treeToValue(document, KINDS.get(document.get("kind").asText()));
    }

    @Test
    void everyResourceIsOneAndSaysWhoseItIs() throws IOException {
        List<String> kinds = new ArrayList<>();
        for (JsonNode document : documents()) {
            HasMetadata resource = resource(document);
            kinds.add(resource.getKind());
            assertEquals("label-recognition", resource.getMetadata().getLabels().get("app.kubernetes.io/name"));
            assertEquals(document.get("apiVersion").asText(), resource.getApiVersion());
        }
        assertEquals(List.of("Secret", "PersistentVolumeClaim", "Deployment", "PodMonitor"), kinds);
    }

    /** The guard guards. */
    @Test
    void aNameThatThereIsNotIsNoticed() throws IOException {
        JsonNode document = documents().get(2);
        ((ObjectNode) document.at("/spec/template/spec/containers/0/livenessProbe/httpGet")).put("pfad", "/");
        assertThrows(UnrecognizedPropertyException.class, () -> resource(document));
    }

    @Test
    void whatTheDeploymentNamesIsThereAndSettingsAreSettings() throws IOException {
        PodSpec pod = ((Deployment) resource(documents().get(2))).getSpec().getTemplate().getSpec();
        Container container = pod.getContainers().get(0);
        String settings = Files.readString(Path.of("../../application.properties"));
        container.getEnv().stream().map(variable -> variable.getName()).filter(name -> name.startsWith("LABEL_")).forEach(name ->
                assertTrue(settings.contains("\n" + name.toLowerCase().replaceFirst("_", ".").replace('_', '-') + "="), name));
        container.getVolumeMounts().forEach(mount -> assertTrue(pod.getVolumes().stream().anyMatch(volume -> volume.getName().equals(mount.getName())), mount::getName));
        for (var probe : List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
            assertEquals(container.getPorts().get(0).getName(), probe.getHttpGet().getPort().getStrVal());
            assertTrue(Files.readString(Path.of("../../README.md")).contains(probe.getHttpGet().getPath()), probe.toString());
        }
        String secretFile = container.getEnv().stream().filter(variable -> variable.getName().endsWith("_FILE")).findFirst().orElseThrow().getValue();
        assertTrue(container.getVolumeMounts().stream().anyMatch(mount -> secretFile.startsWith(mount.getMountPath() + "/")), secretFile);
        assertFalse(pod.getSecurityContext().getRunAsUser() == 0 || !container.getSecurityContext().getReadOnlyRootFilesystem());
    }

    @Test
    void theKameletsAreWhatTheToolsOfCamelTakeForOnes() throws IOException {
        int kamelets = 0;
        try (Stream<Path> files = Files.walk(Path.of("../../routes/kamelets"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Kamelet kamelet = YAML.readValue(file.toFile(), Kamelet.class);
                assertEquals(file.getFileName().toString(), kamelet.getMetadata().getName() + ".kamelet.yaml");
                assertFalse(kamelet.getSpec().getDefinition().getTitle().isBlank());
                List<String> required = kamelet.getSpec().getDefinition().getRequired();
                assertTrue(required == null || kamelet.getSpec().getDefinition().getProperties().keySet().containsAll(required), file::toString);
                assertTrue(List.of("action", "source").contains(kamelet.getMetadata().getLabels().get("camel.apache.org/kamelet.type")), file::toString);
                assertTrue(kamelet.getMetadata().getAnnotations().keySet().containsAll(List.of("camel.apache.org/kamelet.icon", "camel.apache.org/provider",
                        "camel.apache.org/kamelet.group", "camel.apache.org/kamelet.support.level")), file::toString);
                kamelets++;
            }
        }
        assertEquals(4, kamelets);
    }
}
