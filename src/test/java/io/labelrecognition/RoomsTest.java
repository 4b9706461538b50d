package io.labelrecognition;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the code have their doors in one direction, and the picture in the README is that of the code. */
class RoomsTest {
    private static final String CLIENT = "io.labelrecognition.client";
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.labelrecognition");

    /** What each room of the client may use, beside the one that all share. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("wire", Set.of()),
            Map.entry("files", Set.of()),
            Map.entry("http", Set.of("files")),
            Map.entry("metrics", Set.of()),
            Map.entry("circuit", Set.of("metrics")),
            Map.entry("polling", Set.of()),
            Map.entry("settings", Set.of("wire")),
            Map.entry("token", Set.of("circuit", "http", "metrics", "settings", "wire")),
            Map.entry("store", Set.of("circuit", "files", "metrics", "wire")),
            Map.entry("database", Set.of("circuit", "metrics", "store")),
            Map.entry("recognition", Set.of("circuit", "files", "http", "metrics", "polling", "settings", "store", "token", "wire")),
            Map.entry("inbox", Set.of("circuit", "files", "metrics", "recognition", "settings", "store", "wire")),
            Map.entry("health", Set.of("circuit", "files", "inbox", "store", "token")),
            Map.entry("plugin", Set.of("circuit", "database", "health", "inbox", "metrics", "recognition", "settings", "store", "token", "wire")));

    @Test
    void eachRoomOfTheClientUsesWhatItMayAndNothingElse() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass from : CLASSES) {
            String room = room(from);
            if (room != null) {
                uses.computeIfAbsent(room, unused -> new TreeSet<>());
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    String other = room(dependency.getTargetClass());
                    if (other != null && !other.isEmpty() && !other.equals(room)) {
                        uses.get(room).add(other);
                    }
                }
            }
        }
        assertEquals(Set.of(), uses.remove(""), "what all rooms share uses none of them");
        assertEquals(new TreeMap<>(MAY_USE), uses);
    }

    /** Null for what is outside the client, empty for what all its rooms share. */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(CLIENT) ? "" : name.startsWith(CLIENT + ".") ? name.substring(CLIENT.length() + 1) : null;
    }

    @Test
    void nothingGoesRoundInCircles() {
        slices().matching("io.labelrecognition.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theLibraryKnowsNothingOfTheApplicationAndTheReaderNothingOfCamel() {
        for (JavaClass from : CLASSES) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String other = dependency.getTargetClass().getPackageName();
                boolean isAllowed = switch (from.getPackageName().split("\\.")[2]) {
                    case "app" -> true;
                    case "client" -> !other.matches("io\\.labelrecognition\\.(app|page|service|ocr)(\\..*)?");
                    case "service" -> !other.matches("io\\.labelrecognition\\.(app|page)(\\..*)?");
                    case "page" -> !other.startsWith("io.labelrecognition.app");
                    case "ocr" -> !other.matches("(io\\.labelrecognition\\.(app|page|service|client)|org\\.apache\\.camel|org\\.apache\\.hc)(\\..*)?");
                    default -> false;
                };
                assertTrue(isAllowed, dependency::getDescription);
            }
        }
    }

    @Test
    void everyRoomSaysWhatItIs() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/io/labelrecognition"))) {
            List<Path> silent = folders.filter(Files::isDirectory).filter(folder -> !Files.exists(folder.resolve("package-info.java"))).toList();
            assertEquals(List.of(Path.of("src/main/java/io/labelrecognition")), silent);
        }
    }

    @Test
    void thePictureInTheReadmeIsThatOfTheCode() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Map<String, Set<String>> drawn = readme.lines().map(String::trim).filter(line -> line.matches("\\w+ +-> [a-z, ]+|\\w+ +->"))
                .map(line -> line.split(" +-> ?", 2))
                .collect(Collectors.toMap(room -> room[0], room -> room[1].isEmpty() ? Set.of() : Set.of(room[1].split(", "))));
        assertEquals(new TreeMap<>(MAY_USE), new TreeMap<>(drawn));
    }
}
