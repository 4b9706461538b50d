package io.labelrecognition.examples.brokers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A machine that runs a recipe as its user does: camel-main, the recipe, and application.properties. */
final class Node implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Node(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Node start(Path folder, String recipe, Map<String, String> properties, Map<String, String> variables) throws IOException {
        Path log = Files.createTempFile(folder, "node", ".log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", Path.of("").toAbsolutePath() + File.pathSeparator + System.getProperty("java.class.path"),
                "-Dcamel.main.routes-include-pattern=classpath:" + recipe + ".camel.yaml"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("org.apache.camel.main.Main");
        ProcessBuilder start = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        start.environment().putAll(variables);
        return new Node(start.start(), log);
    }

    /** At once, with all that it was doing. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            kill();
        }
    }
}
