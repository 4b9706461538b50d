package io.labelrecognition.examples.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What a host gets with the jar, and nothing more. */
class ClassPathTest {
    /** Above this, something heavy has come in. In bytes. */
    private static final long LIGHT = 16_000_000;

    @Test
    void aHostGetsWhatTheAllowListNames() throws Exception {
        Set<String> allowed = new TreeSet<>(Files.readAllLines(Path.of("allow-list.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
        Set<String> got = jars().stream().map(ClassPathTest::artifact).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", allowed), String.join("\n", got));
    }

    @Test
    void whatAHostGetsIsLight() throws Exception {
        long bytes = 0;
        for (Path jar : jars()) {
            bytes += Files.size(jar);
        }
        System.out.printf("%d jars, %.1f MB%n", jars().size(), bytes / 1e6);
        assertTrue(bytes < LIGHT, bytes + " bytes");
    }

    @Test
    void aContextWithTheJarStartsNoThreadOfItsOwnAndWritesNoFile() throws Exception {
        Set<String> filesBefore = files();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            camel.start();
            Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
            after.removeAll(before);
            assertEquals(Set.of(), after);
            assertEquals(List.of(), camel.getRoutes());
            assertEquals(Set.of(), camel.getComponentNames());
        }
        assertEquals(filesBefore, files());
    }

    private static List<Path> jars() throws Exception {
        return Arrays.stream(Files.readString(Path.of("target/runtime-class-path")).trim().split(File.pathSeparator)).map(Path::of).toList();
    }

    /** The name of a jar less its version. */
    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    private static Set<String> files() throws Exception {
        try (var files = Files.list(Path.of(""))) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
