package io.labelrecognition.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The block of dependencies that the texts tell hosts to copy is the one that the recipes run with. */
class LocalReaderBlockTest {
    @ParameterizedTest
    @ValueSource(strings = {"../README.md", "../../README.md"})
    void theBlockInTheTextIsTheOneThatRuns(Path text) throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String block = pom.substring(pom.indexOf("-->", pom.indexOf("<!-- the local service and its reader")) + 3,
                pom.indexOf("<!-- the end of the block -->")).strip();
        String readme = Files.readString(text);
        assertTrue(unindented(readme).contains(unindented(block)), block);
    }

    private static String unindented(String xml) {
        return xml.replaceAll("(?m)^ +", "");
    }
}
